// The shapes of the REST API, in one place. Times are RFC 3339 in UTC, ids are ULIDs.

export type Role = 'operator' | 'admin' | 'manager' | 'member';

export type MigrationState =
  | 'waiting'
  | 'running'
  | 'waiting_for_next'
  | 'paused'
  | 'throttled'
  | 'failed'
  | 'complete'
  | 'incomplete'
  | 'cancelled';

export type Security = 'tls' | 'starttls' | 'none';
export type Side = 'source' | 'target';
export type SpecialUse = 'trash' | 'junk' | 'drafts' | 'sent' | 'archive';

export interface Named {
  id: string;
  name: string;
}

export interface Session {
  person: {
    id: string;
    email: string;
    name: string;
    role: Role;
    language: string;
    time_zone: string;
  };
  customer: Named;
  csrf_token: string;
  permissions: string[];
  features: { licences: boolean; many_customers: boolean };
  installation: { id: string; version: string };
}

export interface SetupRequest {
  token: string;
  email: string;
  name: string;
  password: string;
  time_zone: string;
  language: string;
  customer_name: string;
}

export interface Me {
  name?: string;
  language?: string;
  time_zone?: string;
  old_password?: string;
  new_password?: string;
}

export interface SourceType {
  id: string;
  name: string;
  available: boolean;
  fields: string[];
}

export type ListFormatId = 'postferry' | 'twelve_fields' | 'local_accounts' | 'user_list';

export interface ListFormat {
  id: ListFormatId;
  name: string;
  example_url: string;
  docs_url: string;
}

export interface Info {
  source_types: SourceType[];
  own_server: { name: string; host: string; needs_password: boolean } | null;
  defaults: {
    leave_out: SpecialUse[];
    max_size_bytes: number | null;
    further_runs: number;
    second_run_after_hours: number | null;
    min_hours_between_runs: number;
    max_hours_between_runs: number;
  };
  limits: { rows_per_batch: number; batches_per_customer: number };
  list_formats: ListFormat[];
  time_zone: string;
}

export type ProposalOrigin = 'srv' | 'provider' | 'mx_pattern' | 'guessed';

export interface Proposal {
  host: string;
  port: number;
  security: Security;
  origin: ProposalOrigin;
  /** What the provider asks for, such as an app password. */
  note?: string;
}

export interface Server {
  host: string;
  port: number;
  security: Security;
}

export interface SourceAccount extends Server {
  type: string;
  email: string;
  user: string;
}

export interface TargetAccount extends Server {
  kind: 'own' | 'other';
  type: string;
  email: string;
  user: string;
}

export interface MigrationOptions {
  leave_out: SpecialUse[];
  max_size_bytes: number | null;
  skip_folders: string[];
  translate: { from: string; to: string }[];
}

export type SecondRun = { at: string } | { after_hours: number };

export interface Reason {
  code: string;
  sentence: string;
  hint: string;
  /** Which side, which server, and its own words. */
  detail?: string | null;
}

/** Planned all the same, but perhaps not meant so. */
export interface Warning {
  field: string;
  code: string;
  text: string;
}

export interface Progress {
  phase: string | null;
  folder: string | null;
  messages_done: number;
  messages_total: number;
  bytes_done: number;
  bytes_total: number;
  bytes_per_second: number;
  eta_seconds: number | null;
}

export interface Result {
  outcome: 'complete' | 'incomplete' | 'failed' | 'cancelled';
  sentence: string;
  brought: number;
  was_there: number;
  excluded: number;
  failed: number;
  missing: number;
  duration_seconds: number;
}

export interface Migration {
  id: string;
  batch_id: string | null;
  line: number | null;
  state: MigrationState;
  state_since: string;
  reason: Reason | null;
  throttled_until: string | null;
  attention: { kind: string; count: number }[];
  source: SourceAccount;
  target: TargetAccount;
  options: MigrationOptions;
  first_run_at: string | null;
  second_run: SecondRun | null;
  further_runs: number;
  next_run_at: string | null;
  created_at: string;
  created_by: Named | null;
  progress: Progress;
  result: Result | null;
  runs: number;
  passwords_kept_until: string | null;
  ended_at?: string | null;
  etag: string;
  warnings?: Warning[];
}

export interface Draft {
  source: SourceAccount & { password: string };
  target: Omit<TargetAccount, 'type'> & { password?: string };
  options: MigrationOptions;
  first_run_at: string | null;
  second_run: SecondRun | null;
  further_runs: number;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total: number;
}

export interface MigrationPage extends Page<Migration> {
  counts: Partial<Record<MigrationState, number>>;
}

export type MigrationAction = 'pause' | 'resume' | 'cancel' | 'run';

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  errors?: ProblemField[];
}

export interface ProblemField {
  field?: string;
  side?: Side;
  line?: number;
  column?: string;
  code: string;
  text?: string;
  hint?: string;
  server_said?: string;
}

export interface ActionResult {
  done: string[];
  refused: { id: string; problem: Problem }[];
}

export interface FolderProgress {
  source: string;
  target: string | null;
  messages: number;
  done: number;
  bytes: number;
  failed: number;
  excluded: number;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
}

export interface Run {
  number: number;
  kind: 'first' | 'second' | 'further';
  state: 'running' | 'complete' | 'incomplete' | 'failed' | 'cancelled' | 'paused' | 'throttled';
  started_at: string | null;
  ended_at: string | null;
  sentence?: string | null;
  error?: string | null;
  copied?: number;
  copied_bytes?: number;
  messages?: number;
  failed?: number;
}

export interface MigrationError {
  folder: string | null;
  code: string;
  sentence: string;
  hint: string;
  count: number;
  server_said: string | null;
}

export interface CheckError {
  side: Side;
  code: string;
  sentence: string;
  hint: string;
  server_said: string | null;
  field: string | null;
}

export interface CheckRow {
  index: number;
  state: 'waiting' | 'running' | 'ok' | 'bad';
  errors: CheckError[];
}

export interface Check {
  id: string;
  total: number;
  done: number;
  ok: number;
  bad: number;
  results: CheckRow[];
}

export interface Batch {
  id: string;
  number: number;
  name: string;
  type: string;
  state: MigrationState | 'finished';
  created_at: string;
  created_by: Named | null;
  accounts: number;
  counts: Partial<Record<MigrationState, number>>;
  messages_done: number;
  messages_total: number;
  bytes_done: number;
  bytes_total: number;
  first_run_at: string | null;
  second_run: SecondRun | null;
  result: string | null;
  mx: { old: MxRecord[]; new: MxRecord[] } | null;
  etag?: string;
}

export interface MxRecord {
  domain: string;
  host: string;
  /** Unknown of records as they are now. */
  priority: number | null;
}

export interface BatchAccepted {
  batch: Batch;
  accepted: { index: number; id: string }[];
  refused: { index: number; errors: CheckError[] }[];
  warnings?: Warning[];
}

/** What holds for every row that does not say otherwise. */
export interface ListCommon {
  source_host?: string;
  source_port?: number;
  source_security?: Security;
  options?: MigrationOptions;
  first_run_at?: string | null;
  second_run?: SecondRun | null;
  further_runs?: number;
}

export interface ListCheckRequest {
  format: 'auto' | ListFormatId;
  text: string;
  delimiter?: string;
  /** Of times without one. */
  time_zone?: string;
  common?: ListCommon;
}

export interface ListColumn {
  id: string;
  name: string;
  secret: boolean;
  required: boolean;
}

export type Severity = 'error' | 'warning';

export interface ListProblem {
  /** Null: the whole row. */
  column: string | null;
  code: string;
  text: string;
  severity: Severity;
}

/** What is wrong with the list as a whole. */
export interface ListFault {
  line: number | null;
  code: string;
  text: string;
  severity: Severity;
}

export interface ListRow {
  line: number;
  /** Those of secret columns are *** where something stands there. */
  cells: string[];
  problems: ListProblem[];
  duplicate_of: number | null;
}

export interface ListCheck {
  format: ListFormatId | null;
  columns: ListColumn[];
  rows: ListRow[];
  faults: ListFault[];
  total: number;
  good: number;
  bad: number;
  duplicates: number;
  drafts: Draft[] | null;
}

export interface KnownAccount {
  email: string;
  user: string;
}

export interface LicenceKey {
  id: string;
  shown: string;
  migrations: number;
  added_at: string;
  added_by: Named | null;
  valid: boolean;
}

export interface CreditUse {
  at: string;
  person: Named | null;
  what: string;
  credits: number;
  left: number;
}

export interface Credits {
  required: boolean;
  total: number;
  used: number;
  remaining: number;
  free_total: number;
  keys: LicenceKey[];
  uses: CreditUse[];
}

export interface Person {
  id: string;
  email: string;
  name: string;
  role: Role;
  domains: string[];
  state: 'active' | 'locked';
  last_seen_at: string | null;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  domains: string[];
  created_at: string;
  ends_at: string;
  link?: string;
}

export interface InvitationShown {
  kind: 'setup' | 'invitation' | 'reset';
  email: string;
  role: Role;
  customer: string;
  ends_at: string;
}

export interface ApiToken {
  id: string;
  name: string;
  scopes: string[];
  created_at: string;
  created_by: Named | null;
  last_used_at: string | null;
  ends_at: string | null;
  token?: string;
}

export interface Customer {
  id: string;
  name: string;
  created_at: string;
  people: number;
  migrations_active: number;
  migrations_used: number;
}

export interface AuditEntry {
  id: string;
  at: string;
  customer_id: string | null;
  way: string;
  person: Named | null;
  action: string;
  object: string;
  detail: string | null;
  address: string | null;
}

export type SettingValue = string | number | boolean | string[] | null;
export type Settings = Record<string, SettingValue>;

export interface Attention {
  kind: 'mx' | 'failed' | 'throttled' | 'incomplete';
  migration_id: string | null;
  batch_id: string | null;
  name: string;
  count: number;
  reason: Reason | null;
  until: string | null;
}

export interface PlannedRun {
  at: string;
  kind: 'first' | 'second' | 'further';
  batch: Named | null;
  migration: Named | null;
  accounts: number;
  bytes: number;
}

export interface Throughput {
  step_seconds: number;
  points: { at: string; messages_per_second: number; bytes_per_second: number }[];
  throttled: { from: string; to: string; host: string }[];
}

export interface Overview {
  now: string;
  running: number;
  slots: number;
  waiting: number;
  waiting_for_next: number;
  throttled: number;
  throttled_until: string | null;
  paused: number;
  failed: number;
  finished: number;
  finished_today: number;
  batches: number;
  attention: Attention[];
  batches_active: Batch[];
  next_runs: PlannedRun[];
  throughput: Throughput;
}
