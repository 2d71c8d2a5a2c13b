import type { ColumnPlan, FilePlan } from '../../shared/api.ts';
import { entityNamed, model } from '../data/model.ts';
import { plural } from '../format/values.ts';
import { ColumnMapping } from './column-mapping.tsx';

const importable = model.entities.filter((entity) => entity.isAppendOnly !== true && entity.importLog === undefined);

/** One file: what its rows are, and which field each column fills. */
export function FileMapping({ file, onChange }: { file: FilePlan; onChange: (file: FilePlan) => void }) {
  const entity = file.entity === null ? undefined : entityNamed(file.entity);
  const fields = entity
    ? Object.keys(entity.fields).filter((name) => {
        const field = entity.fields[name];
        return field && field.readOnly !== true && (field.hidden !== true || name === 'externalId');
      })
    : [];
  const setColumn = (index: number, column: ColumnPlan) =>
    onChange({ ...file, columns: file.columns.map((other, i) => (i === index ? column : other)) });
  return (
    <section aria-label={file.file} className="card overflow-hidden">
      <header className="flex flex-wrap items-center gap-3 border-b bg-app px-4 py-2">
        <h3 className="font-medium">{file.file}</h3>
        <span className="text-label text-faint">
          {plural(file.rows, 'row', 'rows')} · {file.encoding}
        </span>
        <label className="ml-auto flex items-center gap-2 text-soft">
          Becomes
          <select
            className="control w-auto!"
            value={file.entity ?? ''}
            onChange={({ target }) =>
              // Without columns the file is mapped anew.
              onChange({ ...file, entity: target.value === '' ? null : target.value, columns: [] })
            }
          >
            <option value="">Leave it out</option>
            {importable.map((option) => (
              <option key={option.name} value={option.name}>
                {option.labelPlural}
              </option>
            ))}
          </select>
        </label>
      </header>
      {file.warnings.map((warning) => (
        <p key={warning} className="border-b bg-warn-soft px-4 py-1 text-warn">
          {warning}
        </p>
      ))}
      {entity && (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-label text-soft">
              <tr className="border-b">
                <th scope="col" className="px-4 py-1.5 font-medium">
                  Column
                </th>
                <th scope="col" className="px-4 py-1.5 font-medium max-sm:hidden">
                  For example
                </th>
                <th scope="col" className="px-4 py-1.5 font-medium max-sm:pl-0">
                  Fills
                </th>
              </tr>
            </thead>
            <tbody>
              {file.columns.map((column, index) => (
                <ColumnMapping
                  key={column.column}
                  column={column}
                  entity={entity}
                  fields={fields}
                  onChange={(changed) => setColumn(index, changed)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
