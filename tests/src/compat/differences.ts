import type { RecordedAnswer } from './differential.ts'

/** A way in which Reprise means to answer differently from MLflow. */
export interface Explanation {
  readonly name: string
  readonly why: string
  /** The only exchanges (`scenario > exchange`) that it may explain; any when left out. */
  readonly exchanges?: readonly string[]
  /** Over one database and not over the other: then its absence is no mistake. */
  readonly sometimes?: boolean
  holds(theirs: RecordedAnswer, ours: RecordedAnswer): boolean
}

export const explanations: readonly Explanation[] = [
  {
    name: 'error page',
    why: 'MLflow answers an unknown path or a wrong method with an HTML page; we answer the same status with the JSON of every other error.',
    holds: (theirs, ours) => theirs.type === 'text/html' && theirs.status === ours.status && isError(ours),
  },
  {
    name: 'crash',
    why: 'MLflow answers bad input with a 5xx or hangs up, after which its clients try again for minutes; we say where and why with a 4xx.',
    holds: (theirs, ours) => (theirs.status === 500 || theirs.status === 0) && isClientError(ours),
  },
  {
    name: 'null list',
    why: 'MLflow crashes on null in place of a list; to us null is a field that was left out, as everywhere in its protocol.',
    exchanges: ['log-batch > nulls for lists'],
    holds: (theirs, ours) => theirs.status === 500 && ours.status === 200,
  },
  {
    name: 'error of the database',
    why: 'MLflow passes on what its database complained about, as BAD_REQUEST; we say what is wrong with the request.',
    exchanges: [
      'experiment changes > rename to a taken name',
      'runs > create without an experiment',
      'runs > create with an empty experiment',
    ],
    holds: (theirs, ours) => theirs.status === 400 && hasCode(theirs, 'BAD_REQUEST') && ours.status === 400 && isError(ours),
  },
  {
    name: 'duplicate tags of a new run',
    why: 'MLflow fails in its database; we let the last one win, as MLflow does in log-batch.',
    exchanges: ['runs > create with duplicate tags'],
    holds: (theirs, ours) => hasCode(theirs, 'BAD_REQUEST') && ours.status === 200,
  },
  {
    name: 'wrong type',
    why: 'MLflow reads a request up to the first value of a wrong type, drops the rest and answers 200; we refuse what would be lost.',
    exchanges: [
      'wrong types > a step beyond 64 bits',
      'wrong types > a fractional step',
      'wrong types > a word as value in a batch',
      'wrong types > no dataset inside',
      'wrong types > a dataset without name',
      'wrong types > a run with tags that are no list',
    ],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'null character',
    why: 'PostgreSQL cannot hold U+0000 in a text, SQLite can; we say so instead of dropping it.',
    exchanges: ['wrong types > a null character in a param'],
    sometimes: true,
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'unreadable number in a query',
    why: 'MLflow leaves a number that it cannot read out and answers as if it had not been asked for; we say which one it is.',
    exchanges: ['metric history > max_results that is no number'],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'line break in a key',
    why: 'the expression that MLflow checks keys with lets one line break through at the end, and only there.',
    exchanges: ['wrong types > a trailing line break in the key'],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'tag without a key',
    why: 'MLflow stores a tag that has no name, which no later request can read, change or delete.',
    exchanges: ['runs > create with a tag without key'],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'number in place of text',
    why: 'MLflow refuses the number 5 where text is expected in some endpoints and ignores it in others; we take it as "5" everywhere.',
    exchanges: [
      'wrong types > a number as value of a param',
      'wrong types > a number as name of an experiment',
      'wrong types > a number as experiment of a run',
    ],
    holds: (theirs, ours) => hasCode(theirs, 'INVALID_PARAMETER_VALUE') && ours.status === 200,
  },
  {
    name: 'run_uuid',
    why: 'MLflow takes the old name of run_id in most requests; we take it in all of them.',
    exchanges: ['run changes > delete by run_uuid', 'log-batch > by run_uuid only'],
    holds: (theirs, ours) => theirs.status >= 400 && ours.status === 200,
  },
  {
    name: 'camel case',
    why: 'the library under MLflow also takes camelCase names of fields, which no client sends; to us they are unknown fields.',
    exchanges: ['experiments > get one made with camel case'],
    holds: (theirs, ours) => theirs.status === 200 && ours.status === 200,
  },
  {
    name: 'unreadable body',
    why: 'MLflow takes a body that is no JSON object as an empty one and then misses a field; we say that the body cannot be read.',
    exchanges: ['transport > broken JSON', 'transport > JSON null'],
    holds: (theirs, ours) => theirs.status === 400 && hasCode(ours, 'BAD_REQUEST') && ours.status === 400,
  },
  {
    name: 'HTTP as it is written',
    why: 'media types have no case, and a body may come in chunks; MLflow cannot read either.',
    exchanges: ['transport > JSON with an upper case type', 'transport > chunked JSON'],
    holds: (theirs, ours) => theirs.status === 400 && ours.status === 200,
  },
  {
    name: 'slashes in a path',
    why: 'MLflow redirects from a doubled slash and does not know a path with a slash at its end; we do not know the first and forgive the second.',
    exchanges: ['transport > a double slash', 'transport > a trailing slash'],
    holds: (theirs, ours) => (theirs.status === 308 && ours.status === 404) || (theirs.status === 404 && ours.status === 200),
  },
  {
    name: 'body of a GET',
    why: 'MLflow reads fields from the body of a GET when it has one; HTTP gives it no meaning, and no client sends it.',
    exchanges: ['transport > a GET with a body'],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
  {
    name: 'size of an empty file',
    why: 'MLflow leaves out a size of zero, so that an empty file looks like one whose size is not known.',
    exchanges: ['artifacts > list a folder with an empty file'],
    holds: (theirs, ours) => JSON.stringify(theirs.body) === JSON.stringify(ours.body).replace('"file_size":0,', ''),
  },
  {
    name: 'missing artifact',
    why: 'MLflow has four answers for a file that is not there or is a folder, two of them without an error code; ours all have one.',
    exchanges: ['artifacts > get-artifact without a run'],
    holds: (theirs, ours) => theirs.status < 500 && isClientError(ours),
  },
  {
    name: 'folder in place of an artifact',
    why: 'MLflow says so without an error code; we say the same with one.',
    exchanges: ['artifacts > get a folder'],
    holds: (theirs, ours) => theirs.status === ours.status && isClientError(ours),
  },
  {
    name: 'unsafe file name',
    why: 'MLflow keeps files under names that other systems read as paths or cannot hold; we refuse them.',
    exchanges: [
      'artifact paths that leave their place > backslashes',
      'artifact paths that leave their place > a null byte',
      'artifact paths that leave their place > a broken escape',
    ],
    holds: (theirs, ours) => theirs.status === 200 && isClientError(ours),
  },
  {
    name: 'safe file name',
    why: 'MLflow refuses an encoded # or ? in a name because it parses the name as a URL once more.',
    exchanges: [
      'artifact paths that leave their place > a name with a hash and a question mark',
      'artifact paths that leave their place > get a name with a hash and a question mark',
    ],
    holds: (theirs, ours) => hasCode(theirs, 'INVALID_PARAMETER_VALUE') && ours.status === 200,
  },
  {
    name: 'multipart uploads',
    why: 'MLflow supports them only in front of an object store; we support them everywhere.',
    exchanges: ['multipart uploads > create on a file store'],
    holds: (theirs, ours) => theirs.status === 501 && ours.status < 500,
  },
  {
    name: 'larger filter language',
    why: 'our filters also have OR, NOT, parentheses, IN and IS NULL for every kind of key, and slashes in keys; MLflow refuses them.',
    exchanges: [
      "experiment search > filter: name like 'search-_'",
      "experiment search > filter: name = 'x' OR name = 'y'",
      'run search > filter: metrics.train/loss < 1',
      'run search > filter: metrics.m IS NULL',
      "run search > filter: params.p IN ('1', '2')",
      "run search > filter: metrics.m > 0 OR params.p = '1'",
      'run search > filter: (metrics.m > 0)',
      'run search > filter: NOT metrics.m > 0',
    ],
    holds: (theirs, ours) => hasCode(theirs, 'INVALID_PARAMETER_VALUE') && ours.status === 200,
  },
  {
    name: 'blank filter',
    why: 'MLflow takes an empty filter for all runs and a blank one for a mistake; to us both are empty.',
    exchanges: ['experiment search > filter:    ', 'run search > filter:    '],
    holds: (theirs, ours) => theirs.status === 400 && ours.status === 200,
  },
  {
    name: 'name in backticks',
    why: 'MLflow takes the names with a blank in filters but not in orders; we take them in both.',
    exchanges: ['run order and pages > order by ["`run name` DESC"]'],
    holds: (theirs, ours) => theirs.status === 400 && ours.status === 200,
  },
  {
    name: 'missing key',
    why: 'MLflow looks for a metric without a name and finds none; we say that the name is missing.',
    exchanges: ['run search > filter: metrics. > 1'],
    holds: (theirs, ours) => theirs.status === 200 && hasCode(ours, 'INVALID_PARAMETER_VALUE'),
  },
]

function isError(answer: RecordedAnswer): boolean {
  return answer.type === 'application/json' && typeof answer.body === 'object' && answer.body !== null && 'error_code' in answer.body
}

function isClientError(answer: RecordedAnswer): boolean {
  return answer.status >= 400 && answer.status < 500 && isError(answer)
}

function hasCode(answer: RecordedAnswer, code: string): boolean {
  return isError(answer) && (answer.body as { error_code?: unknown }).error_code === code
}
