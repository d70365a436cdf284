import { logFigure, setTag } from '@reprise/sdk'

/** Keeps a text or picture with the active run. A procedure that has done its work does not fail because that could not be kept: a tag says so. */
export async function keepArtifact(name: string, content: string | Uint8Array): Promise<void> {
  try {
    await logFigure(content, name)
  } catch (error) {
    setTag('artifact_problem', `${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
