import type { RecordedCode } from '@reprise/protocol'
import { snapshotCode } from '../code/index.ts'
import { toEnvironmentParams } from './files/to-params.ts'
import { writeEnvironmentFiles } from './files/write-files.ts'
import { type CapturedEnvironment, type EnvironmentOptions, startEnvironmentCapture } from './start-capture.ts'

/** The run that a capture is logged to, as the caller writes to it. */
export interface EnvironmentLog {
  logParams(params: Readonly<Record<string, string>>): Promise<void>
  /** `folder` is below the artifacts of the run. */
  logArtifact(file: string, folder: string): Promise<void>
}

export interface CaptureEnvironmentOptions extends EnvironmentOptions {
  /** An existing folder. */
  readonly outputDir: string
  /** Logs params and, under `environment/`, the files. */
  readonly logToRun?: EnvironmentLog
}

/** The files that were written, by name, and what they say. */
export interface EnvironmentFiles extends CapturedEnvironment {
  /** Absolute paths by name: `requirements.txt`, `system_info.json`, `conda_packages.txt`. */
  readonly artifacts: Readonly<Record<string, string>>
  /** `python_version`, `platform_system`, `cpu_count`, `gpu_count`, `git_commit`, `git_branch`, `git_uncommitted_changes`; those that are known. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * Captures the environment and writes it as files that people and other tools read: requirements.txt, system_info.json and, in a conda
 * environment, conda_packages.txt. Throws PERMISSION_DENIED where the folder can not be written.
 */
export async function captureEnvironment(options: CaptureEnvironmentOptions): Promise<EnvironmentFiles> {
  const code = options.code ?? (await readCode(options))
  const capture = await startEnvironmentCapture({ ...options, code })
  const captured = await capture.finish()
  const artifacts = await writeEnvironmentFiles(captured.record, options.outputDir)
  const params = toEnvironmentParams(captured.record)
  await options.logToRun?.logParams(params)
  for (const file of Object.values(artifacts)) await options.logToRun?.logArtifact(file, 'environment')
  return { ...captured, artifacts, params }
}

async function readCode({ folder, env }: EnvironmentOptions): Promise<RecordedCode> {
  const snapshot = await snapshotCode(folder, { env })
  await snapshot.release()
  return snapshot.record
}
