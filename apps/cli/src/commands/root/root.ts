import type { Project } from '../../project/index.ts'

export async function printRoot({ repository, isJson, print, printJson }: Project): Promise<void> {
  if (isJson) printJson({ root: repository.root })
  else print(`${repository.show(repository.root)}\n`)
}
