/** One named check of the repository. To add one: a file in `checks/` and a line in `checks/index.ts`. */
export interface Check {
  /** As in `npm test -- --only NAME`. */
  name: string
  /** What it holds the repository to, in one line. */
  about: string
  /** Never throws for a problem in the repository: what is wrong goes into the result, so that the next check still runs. */
  run(): Promise<CheckResult>
}

export interface CheckResult {
  passed: boolean
  /** Shown below the check's name; one problem a line, with its place and what to do about it. Empty when there is nothing to say. */
  output: string
}

/** A result which passes only when there are no problems. `note` is shown in either case. */
export function reportProblems(problems: readonly string[], note = ''): CheckResult {
  return { passed: problems.length === 0, output: [...problems, ...(note === '' ? [] : [note])].join('\n') }
}
