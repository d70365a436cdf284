import { readdirSync, readFileSync } from 'node:fs'

/** When a process was started, in ticks since the system was; undefined where there is none, where it is a zombie, or where the system, unlike Linux, does not tell in files. */
export function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before may have spaces and brackets in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[STATE] === 'Z' ? 'ended' : fields[START]
  } catch {
    return undefined
  }
}

/** Counted from the field behind the name. */
const STATE = 0
const START = 19

/** All that a process has started and that is there; none where the system does not tell. */
export function findDescendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    return children.flatMap((child) => [child, ...findDescendants(child)])
  } catch {
    return []
  }
}

/** Processes of this user that were started with a variable, as `NAME=value`; none where the system does not tell. */
export function findByVariable(assignment: string): number[] {
  return listNumbers().filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${assignment}\0`)
    } catch {
      return false
    }
  })
}

function listNumbers(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}
