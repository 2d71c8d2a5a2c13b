import type { FilePlan } from '../../shared/api.ts';
import { entityNamed, model } from '../data/model.ts';
import { fieldLabel, plural } from '../format/values.ts';

const importable = model.entities.filter((entity) => entity.isAppendOnly !== true && entity.name !== 'importRun');

/** One file: what its rows are, and which field each column fills. */
export function FileMapping({ file, onChange }: { file: FilePlan; onChange: (file: FilePlan) => void }) {
  const entity = file.entity === null ? undefined : entityNamed(file.entity);
  const fields = entity
    ? Object.keys(entity.fields).filter((name) => {
        const field = entity.fields[name];
        return field && field.readOnly !== true && (field.hidden !== true || name === 'externalId');
      })
    : [];
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
            onChange={(event) => onChange({ ...file, entity: event.target.value === '' ? null : event.target.value })}
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
                <th scope="col" className="px-4 py-1.5 font-medium">
                  For example
                </th>
                <th scope="col" className="px-4 py-1.5 font-medium">
                  Fills
                </th>
              </tr>
            </thead>
            <tbody>
              {file.columns.map((column, index) => (
                <tr key={column.column} className="border-b last:border-0">
                  <td className="px-4 py-1 font-medium">{column.column}</td>
                  <td className="max-w-64 truncate px-4 py-1 text-soft">
                    {file.sample
                      .slice(0, 3)
                      .map((row) => row[index] ?? '')
                      .filter((value) => value !== '')
                      .join(' · ')}
                  </td>
                  <td className="px-4 py-1">
                    <select
                      className="control min-w-36"
                      aria-label={`${column.column} fills`}
                      value={column.field ?? ''}
                      onChange={(event) =>
                        onChange({
                          ...file,
                          columns: file.columns.map((other, i) =>
                            i === index
                              ? { ...other, field: event.target.value === '' ? null : event.target.value }
                              : other,
                          ),
                        })
                      }
                    >
                      <option value="">Leave it out</option>
                      {fields.map((name) => (
                        <option key={name} value={name}>
                          {fieldLabel(name, entity.fields[name])}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
