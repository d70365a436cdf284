import { runProgram } from '../programs/run-program.ts'

/** What an interpreter says of itself. */
export interface PythonFacts {
  /** The file that was started. */
  readonly file: string
  readonly version: string
  readonly implementation: string
  readonly executable: string
  readonly prefix: string
  readonly base_prefix: string
  readonly compiler: string
  /** Folders in which it looks for modules, in that order. */
  readonly path: readonly string[]
}

// Runs on any Python since 2.7. `-B` keeps it from writing bytecode.
const program = `import json, platform, sys
print(json.dumps({"version": platform.python_version(), "implementation": platform.python_implementation(),
"executable": sys.executable, "prefix": sys.prefix, "base_prefix": getattr(sys, "base_prefix", sys.prefix),
"compiler": platform.python_compiler(), "path": [p for p in sys.path if p]}))`

/** Starts an interpreter and asks it. Never rejects: what is wrong is told in words. */
export async function askPython(
  file: string,
  place: { readonly env: Readonly<Record<string, string | undefined>>; readonly folder: string; readonly signal: AbortSignal },
): Promise<PythonFacts | string> {
  const answer = await runProgram(file, { args: ['-B', '-c', program], ...place })
  if (answer.trouble !== undefined) return answer.trouble === 'aborted' ? 'It did not answer in time.' : answer.trouble
  try {
    // Programs that start with the interpreter may print something first.
    return { file, ...(JSON.parse(answer.stdout.trim().split('\n').at(-1) ?? '') as Omit<PythonFacts, 'file'>) }
  } catch {
    return 'It answered with something else than was asked.'
  }
}
