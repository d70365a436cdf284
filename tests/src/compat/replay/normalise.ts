import { createHash } from 'node:crypto'
import type { Variables } from './substitute.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What a server has made up itself, so that two servers' answers can only agree after it is replaced. */
export interface Volatile {
  readonly variables: Variables
  /** Epoch milliseconds around the replay: times in between are the server's own. */
  readonly from: number
  readonly to: number
}

const RUN_ID = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g
const EXPERIMENT_IN_URI = /(mlflow-artifacts:\/)(\d+)/g
const EXPERIMENT_IN_TEXT = /(experiment(?: with id=| with ID | )|Experiment with id=|experiment_id=)'?(\d+)/gi
const GENERATED_NAME = /^[a-z]+-[a-z]+-\d+$/
const ADDRESS = /0x[0-9a-f]{6,}/g
const DATABASE_TEXT = /(\(raised as a result of Query-invoked autoflush|\(sqlite3\.|\(psycopg2\.)[\s\S]*$/
const EXPERIMENT_IN_PATH = /\b(\d+)(?=\/\{\{\w+\}\}\/artifacts)/g
const LONGEST_STRING = 200
const LONGEST_MESSAGE = 600
/** What MLflow 3 alone sends: beside each error code, where no client reads it, and the one workspace that a server without workspaces has. */
const IGNORED_FIELDS = new Set(['sqlstate', 'error_class', 'workspace'])
const SET_FIELDS = new Set(['metrics', 'params', 'tags', 'dataset_inputs', 'dataset_summaries'])

/** Replaces ids, times, tokens and generated names by stable words, and sorts what the protocol leaves unordered. */
export function normalise(value: Json, volatile: Volatile): Json {
  return visit(value, '', volatile)
}

function visit(value: Json, key: string, volatile: Volatile): Json {
  if (typeof value === 'string') return normaliseString(value, key, volatile)
  if (typeof value === 'number') return isServerTime(value, key, volatile) ? '<now>' : value
  if (Array.isArray(value)) {
    const items = value.map((item) => visit(item, key, volatile))
    return SET_FIELDS.has(key) ? sortByContent(items) : items
  }
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([name]) => !IGNORED_FIELDS.has(name))
  const entries = kept.map(([name, item]): [string, Json] => [name, visit(item, name, volatile)])
  const result = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  if (result['key'] === 'mlflow.runName' && typeof result['value'] === 'string') result['value'] = hideGeneratedName(result['value'])
  return result
}

function normaliseString(value: string, key: string, volatile: Volatile): Json {
  if (key === 'next_page_token') return '<token>'
  if (key === 'experiment_id') return nameExperiment(value, volatile)
  const text = normaliseText(value, volatile)
  if (key === 'message') return text.replace(DATABASE_TEXT, '<database text>').slice(0, LONGEST_MESSAGE)
  return abridge(key === 'run_name' ? hideGeneratedName(text) : text)
}

/** Ids inside of longer texts, such as error messages and URIs. */
export function normaliseText(text: string, volatile: Volatile): string {
  return text
    .replace(ADDRESS, '0x…')
    .replace(RUN_ID, (id) => nameOf(id, volatile) ?? (new Set(id).size === 1 ? id : '<id>'))
    .replace(EXPERIMENT_IN_PATH, (id) => nameExperiment(id, volatile))
    .replace(EXPERIMENT_IN_URI, (_, before: string, id: string) => before + nameExperiment(id, volatile))
    .replace(EXPERIMENT_IN_TEXT, (_, before: string, id: string) => before + nameExperiment(id, volatile))
}

function nameExperiment(id: string, volatile: Volatile): string {
  if (id === '0' || !/^\d+$/.test(id)) return id
  return nameOf(id, volatile) ?? (/^([79])\1{5}$/.test(id) ? id : '<experiment>')
}

function nameOf(value: string, volatile: Volatile): string | undefined {
  for (const [name, captured] of volatile.variables) if (captured === value) return `{{${name}}}`
  return undefined
}

function hideGeneratedName(name: string): string {
  return GENERATED_NAME.test(name) ? '<generated name>' : name
}

function isServerTime(value: number, key: string, volatile: Volatile): boolean {
  return /time/.test(key) && value >= volatile.from && value <= volatile.to
}

/** Metrics of one key stay in their order (a history is ordered); different keys are sorted. */
function sortByContent(items: Json[]): Json[] {
  const keyOf = (item: Json): string => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return ''
    if ('key' in item) return JSON.stringify(item['key'])
    if ('run_id' in item) return JSON.stringify(item['run_id'])
    return JSON.stringify(item)
  }
  return items
    .map((item): [string, Json] => [keyOf(item), item])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item)
}

/** Long strings become their beginning, length and digest: readable, and still compared to the last character. */
export function abridge(text: string): string {
  if (text.length <= LONGEST_STRING) return text
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return `${text.slice(0, 40)}… (${text.length} characters, sha256 ${digest})`
}
