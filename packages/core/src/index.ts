export type { AssignmentMethod, Candidate } from './assign/next-assignee.ts';
export { assignmentMethods, nextAssignee } from './assign/next-assignee.ts';
export type { Cause, Change, FieldValues, Intention, ListPatch } from './change/change.ts';
export { changeSize, maxChangeSizeBytes, maxWritesPerChange } from './change/change.ts';
export type { Clock, Hlc, HlcParts } from './clock/hlc.ts';
export {
  compareHlc,
  createClock,
  deviceTag,
  formatHlc,
  hlcMs,
  hlcParts,
  isHlc,
  MAX_CLOCK_AHEAD_MS,
} from './clock/hlc.ts';
export type { CalendarDate, CalendarUnit, WeekStart } from './date/calendar-date.ts';
export {
  addDays,
  addMonths,
  calendarDate,
  calendarDateToInstant,
  dayOfWeek,
  daysBetween,
  instantToCalendarDate,
  isCalendarDate,
  startOf,
} from './date/calendar-date.ts';
export type { DateError, DateFormat } from './date/parse-date.ts';
export { guessDateFormat, parseCalendarDate } from './date/parse-date.ts';
export type { DateRange, NamedRelativeDate, RelativeDate, RelativeDateUnit } from './date/relative-date.ts';
export { isRelativeDate, namedRelativeDates, resolveRelativeDate } from './date/relative-date.ts';
export { isTimeZone } from './date/time-zone.ts';
export type { DecideContext, Known } from './decide/context.ts';
export { decide } from './decide/decide.ts';
export { bookkeeping } from './decide/draft.ts';
export type { RecordJudgement } from './decide/judge-record.ts';
export { judgeRecord } from './decide/judge-record.ts';
export type { DomainEvent, Judgement, Write } from './decide/judgement.ts';
export { labelOf } from './decide/label-of.ts';
export { dueReminders } from './derive/due-reminders.ts';
export type { SearchTerms } from './derive/search-text.ts';
export { isSearchField, searchTerms, searchText, searchWordsKey } from './derive/search-text.ts';
export { emailDomain, parseEmail } from './email.ts';
export { campaignStageLabels, campaignStages } from './entities/campaign-stages.ts';
export type { LeadConversion, LeadConversionChoices } from './entities/convert-lead.ts';
export { convertLead } from './entities/convert-lead.ts';
export { defaultPipelines, setupIntentions } from './entities/default-pipelines.ts';
export { coreModel, entities } from './entities/registry.ts';
export type { CustomKind } from './entity/custom-fields.ts';
export { customKinds, customName, isCustomName, withDefinitions } from './entity/custom-fields.ts';
export { defineEntity } from './entity/define-entity.ts';
export type {
  ConsequenceContext,
  Entity,
  EntityAction,
  EntityInput,
  EntityOf,
  EntityReminder,
  EntitySegment,
  EntitySubset,
  EntityViews,
  FormWith,
  Rule,
  RuleContext,
  ShareFields,
} from './entity/entity.ts';
export type { EntityImport, ImportLog, KnownBy } from './entity/entity-import.ts';
export type { AccessByRole, Model, RoleAccess } from './entity/model.ts';
export { createModel, entityFor, findEntity } from './entity/model.ts';
export type { FactsOf, Need, Needs } from './entity/need.ts';
export { count, first, given, load, needKey } from './entity/need.ts';
export type { EntityRecord, RecordColumns, RecordOf } from './entity/record.ts';
export { systemFields } from './entity/system-fields.ts';
export type { ValueContext, ValueProblem } from './field/check-value.ts';
export { checkValue, maxListLength, maxLongTextLength, maxTextLength } from './field/check-value.ts';
export type {
  ChoiceField,
  FieldDefinition,
  FieldDefinitions,
  FieldKind,
  FieldOptions,
  FieldValue,
  FieldValueByKind,
  MergePolicy,
  MoneyField,
  NumberField,
  ReferenceField,
  ReferencesField,
  SerialField,
  ValueOf,
} from './field/field.ts';
export {
  boolean,
  choice,
  date,
  elementsOf,
  emails,
  emptyValue,
  instant,
  isEmptyValue,
  isListKind,
  json,
  longText,
  money,
  number,
  orderKey,
  phones,
  reference,
  references,
  serial,
  text,
  url,
} from './field/field.ts';
export type { SerialCounter } from './field/serial.ts';
export { formatSerial, isAheadOfCount, serialCounters, serialNumber } from './field/serial.ts';
export { sha256Hex } from './id/sha256.ts';
export type { ChangeId, MemberId, Random, RecordId } from './id/uuid.ts';
export {
  changeIdFrom,
  createUuidV7Generator,
  isChangeId,
  isRecordId,
  parseUuid,
  recordIdFrom,
  uuidV7,
  uuidV8,
  uuidVersion,
} from './id/uuid.ts';
export { csvLine, csvText, readCsvCell } from './import/csv-text.ts';
export type { EntityGuess } from './import/guess-entity.ts';
export { guessEntity } from './import/guess-entity.ts';
export type { ColumnGuess } from './import/guess-mapping.ts';
export { guessMapping, isHeadingOf } from './import/guess-mapping.ts';
export type { KnownByIndex, Named } from './import/known-by.ts';
export { createKnownByIndex } from './import/known-by.ts';
export type { CellContext, CellProblem } from './import/parse-cell.ts';
export { findChoice, parseCell, splitList } from './import/parse-cell.ts';
export type { WriteCellContext } from './import/write-cell.ts';
export { writeCell } from './import/write-cell.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { isJsonObject, jsonEquals } from './json.ts';
export { currencies, currenciesOf, currencyExponent, isCurrency } from './money/currency.ts';
export type { Money } from './money/money.ts';
export { addMoney, formatMoney, isMoney, moneyToDecimal } from './money/money.ts';
export type { AmountError, AmountOptions } from './money/parse-amount.ts';
export { parseAmount } from './money/parse-amount.ts';
export type { DecimalMark } from './money/written-number.ts';
export { usualDecimalMark } from './money/written-number.ts';
export { isOrderKey, orderKeyBetween, orderKeysBetween } from './order-key.ts';
export type { Actor, FieldMask, FieldMasks, Grant, Scope } from './permission/actor.ts';
export { actorOf } from './permission/actor-of.ts';
export { fieldRefusal, hiddenFields } from './permission/field-mask.ts';
export type { Action } from './permission/may.ts';
export { matchesPermission, may, mayInTeam, mayOnRecord, scopeOf } from './permission/may.ts';
export type { AccessLookup, Reach } from './permission/reach.ts';
export { isSharedWith, isWith, mayRead, parentsOf, reachOf, sharedRecord } from './permission/reach.ts';
export type { Role } from './permission/roles.ts';
export { grantsByRole, roles } from './permission/roles.ts';
export type { PhoneCountry, PhoneError } from './phone.ts';
export {
  formatPhone,
  isPhoneCountry,
  parsePhone,
  phoneCountries,
  phoneQueryDigits,
  phoneSearchTokens,
} from './phone.ts';
export type { Account, AccountStatus } from './plan/account-status.ts';
export { accountStatuses, maySync, statusAt } from './plan/account-status.ts';
export type { Plan, PlanLimit, TouchedLimit } from './plan/plan-limits.ts';
export { limitRefusal, limitsByPlan, plans, touchedLimits } from './plan/plan-limits.ts';
export type {
  AggregateQuery,
  AggregateRow,
  Board,
  BoardColumn,
  BoardQuery,
  Page,
  PageQuery,
  Period,
  Picked,
  RecordDetail,
  SearchHit,
  Sort,
  TimelinePlace,
  Titles,
} from './query/query.ts';
export type { Refusal } from './refusal.ts';
export type { Result } from './result.ts';
export { err, ok } from './result.ts';
export type { Match } from './similarity.ts';
export { createMatcher, similarity } from './similarity.ts';
export { checkText, compareCodePoints, foldText } from './text/fold.ts';
export { fullName } from './text/full-name.ts';
export { unreachable } from './unreachable.ts';
export type { FieldStep, SchemaStep } from './upgrade/schema-step.ts';
export { isOnlyAdded, schemaOf, upgradeChange, upgradeFields, upgradeNames } from './upgrade/upgrade-change.ts';
export { parseUrl, siteOf } from './url.ts';
export { compareBy, isSortableKind } from './where/compare-by.ts';
export { matches } from './where/matches.ts';
export { opsOf } from './where/ops-by-kind.ts';
export { parseWhere } from './where/parse-where.ts';
export type { WhereContext } from './where/resolve-operand.ts';
export { resolveWhere } from './where/resolve-where.ts';
export type {
  ComparedKind,
  FoldedKind,
  ListKind,
  Operand,
  OrderedKind,
  ResolvedLeaf,
  ResolvedWhere,
  TextualKind,
} from './where/resolved-where.ts';
export type { Condition, Where, WhereOp, WhereValue } from './where/where.ts';
export { everything } from './where/where.ts';
