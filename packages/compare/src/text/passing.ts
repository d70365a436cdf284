/** What programs print that is other each time and says nothing of the result: by kind, what it looks like. */
const passing: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['uuid', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  [
    'time',
    /\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])(?:[T ]+(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?(?!\d)/g,
  ],
  [
    'time',
    /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,4}(?: \d{1,2})?,? (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?: (?:[A-Z]{3,4}|[+-]\d{4}))?(?: (?:19|20)\d\d)?\b/g,
  ],
  ['time', /(?<![\d:.])(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?(?![\d:])/g],
  ['address', /(?<=\bat )0x[0-9a-f]{6,16}\b|\b0x(?:7f|55|56)[0-9a-f]{10}\b/gi],
  ['duration', /(?<![\w.])\d+(?:\.\d+)?(?:s| ?(?:ns|µs|us|ms|secs?|seconds?|minutes?))\b(?:\/(?:it|step|batch|epoch|iter))?/g],
  ['duration', /(?<![\w.])\d+(?:\.\d+)? ?(?:it|steps?|batch(?:es)?|samples|tokens|examples)\/s(?:ec)?\b/g],
  ['path', /(?<![\w:/.<])\/(?:[\w.@+~-]+\/)+[\w.@+~-]*/g],
]

/** A text with what is passing in it replaced by its kind: two texts that are alike then say the same. */
export function replacePassing(text: string): string {
  let replaced = text
  for (const [kind, pattern] of passing) {
    replaced = replaced.replace(pattern, (match) => (kind === 'path' ? replacePath(match) : `<${kind}>`))
  }
  return replaced
}

/** Where it lies is passing, what it is called is not. */
function replacePath(path: string): string {
  return `<path>/${path.slice(path.lastIndexOf('/') + 1)}`
}
