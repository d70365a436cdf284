import { isEpochWithin, isTimeWithin } from './clock.ts'
import type { Setting, Span } from './setting.ts'

interface PassingName {
  readonly kind: string
  readonly pattern: RegExp
  /** Asked with what is matched: whether it is of the run. */
  readonly isOfRun?: (match: string, during: Span) => boolean
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'

/** How programs put the time, and what is drawn anew each time, into the names of files and folders. */
const passing: readonly PassingName[] = [
  // Event files of TensorBoard end in the machine, the process and a count; which of them it is, the time says.
  { kind: 'events', pattern: /(?<=tfevents\.)\d{10}\.[^/]*$/g },
  { kind: 'uuid', pattern: /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[124678][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi },
  // The folders of PyTorch's SummaryWriter, with the name of the machine.
  {
    kind: 'time',
    pattern: new RegExp(`(?<![A-Za-z])${month}\\d\\d_\\d\\d-\\d\\d-\\d\\d(?:_[^/]+)?`, 'g'),
    isOfRun: (match, during) => isTimeWithin(match.replace(/^(\w{3})(\d\d)_(\d\d)-(\d\d)-(\d\d).*$/, '$1 $2 $3:$4:$5'), during),
  },
  {
    kind: 'time',
    pattern: /(?<!\d)(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d[-_.T ]+[0-2]\d[-_.:h]?[0-5]\d(?:[-_.:m]?[0-5]\d)?(?:[-_.]\d{3,9})?(?!\d)/g,
    isOfRun: (match, during) => isTimeWithin(spell(match), during),
  },
  {
    kind: 'time',
    pattern: /(?<!\d)(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?!\d)/g,
    isOfRun: (match, during) => isTimeWithin(spell(match), during),
  },
  { kind: 'time', pattern: /(?<![\d.])\d{10}(?:\d{3}){0,3}(?:\.\d+)?(?!\d)/g, isOfRun: isEpochWithin },
]

/**
 * The path of a file that a run wrote with its time, its id and what it drew anew replaced by their kind, as far as they are of the run: two
 * runs wrote the same file where the two are the same. Without the time of the run, only what is drawn anew is replaced.
 */
export function replacePassingInName(path: string, { during, ids = [] }: Setting = {}): string {
  let replaced = path
  for (const id of ids) replaced = replaced.replaceAll(id, '\ue000id\ue001')
  for (const { kind, pattern, isOfRun } of passing) {
    replaced = replaced.replace(pattern, (match) =>
      isOfRun === undefined || (during !== undefined && isOfRun(match, during)) ? `\ue000${kind}\ue001` : match,
    )
  }
  return replaced
}

/** `20261121T182011` as `2026-11-21 18:20:11`. */
function spell(stamp: string): string {
  const [, year, month, day, rest = ''] = /^(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(.*)$/.exec(stamp) ?? []
  const [hours, minutes, seconds] = rest.match(/\d\d/g) ?? []
  const clock = hours === undefined ? '' : ` ${hours}:${minutes}${seconds === undefined ? '' : `:${seconds}`}`
  return `${year}-${month}-${day}${clock}`
}
