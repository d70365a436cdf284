/** Which point of a metric stands for a run. */
export type Part = 'last' | 'min' | 'max' | 'first'

/** Something that a run has one value of: `metrics.loss`, `min(metrics.loss)`, `params.lr`, `tags.stage`, `attributes.status`. */
export interface Field {
  readonly id: string
  readonly entity: 'metrics' | 'params' | 'tags' | 'attributes'
  readonly key: string
  /** Of metrics only; others have one value. */
  readonly part: Part
  /** Short, for an axis: `loss`, `min loss`. */
  readonly title: string
}

/** Undefined for what is no field, such as the path of a file. */
export function parseField(id: string): Field | undefined {
  const match = /^(?:(last|min|max|first)\()?(metrics|params|tags|attributes)\.(.+?)(\))?$/s.exec(id)
  if (match === null) return undefined
  const [, called, entity = '', text = '', closing] = match
  if (called !== undefined && (entity !== 'metrics' || closing === undefined)) return undefined
  const key = called === undefined && closing !== undefined ? `${text})` : text
  const part = (called ?? 'last') as Part
  return { id, entity: entity as Field['entity'], key, part, title: titleOf(id, key, part) }
}

/** Which of its points stands for every metric that says nothing of that itself: an option of panels. */
export function byPoint(ids: readonly string[], point: string | undefined): string[] {
  if (point !== 'min' && point !== 'max' && point !== 'first') return [...ids]
  return ids.map((id) => (id.startsWith('metrics.') ? `${point}(${id})` : id))
}

function titleOf(id: string, key: string, part: Part): string {
  if (id === 'attributes.duration') return 'duration (s)'
  return part === 'last' ? key : `${part} ${key}`
}
