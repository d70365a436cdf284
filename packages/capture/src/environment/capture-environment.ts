import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

/** Captures the environment and writes it as files that people and other tools read. Throws PERMISSION_DENIED where the folder can not be written. */
export async function captureEnvironment(options: CaptureEnvironmentOptions): Promise<EnvironmentFiles> {
  const captured = await (await startEnvironmentCapture(options)).finish()
  const file = join(options.outputDir, 'system_info.json')
  await writeFile(file, `${JSON.stringify(captured.record.system, null, 2)}\n`)
  await options.logToRun?.logArtifact(file, 'environment')
  return { ...captured, artifacts: { 'system_info.json': file }, params: {} }
}
