import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type RecordedCode, type RecordedEnvironment, RepriseError } from '@reprise/protocol'
import { snapshotCode } from '../code/index.ts'
import { printCondaPackages, printRequirements } from './files/print-packages.ts'
import { toParams } from './files/to-params.ts'
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
  const artifacts = await writeFiles(captured.record, options.outputDir)
  const params = toParams(captured.record)
  await options.logToRun?.logParams(params)
  for (const file of Object.values(artifacts)) await options.logToRun?.logArtifact(file, 'environment')
  return { ...captured, artifacts, params }
}

async function readCode({ folder, env }: EnvironmentOptions): Promise<RecordedCode> {
  const snapshot = await snapshotCode(folder, { env })
  await snapshot.release()
  return snapshot.record
}

/** Makes the files by name. */
async function writeFiles(record: RecordedEnvironment, folder: string): Promise<Record<string, string>> {
  const { timestamp } = record.system as { readonly timestamp: string }
  const conda = printCondaPackages(record, timestamp)
  const texts = {
    'requirements.txt': printRequirements(record, timestamp),
    'system_info.json': `${JSON.stringify(record.system, null, 2)}\n`,
    ...(conda === undefined ? {} : { 'conda_packages.txt': conda }),
  }
  const written: Record<string, string> = {}
  for (const [name, text] of Object.entries(texts)) {
    const file = resolve(folder, name)
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
      throw new RepriseError('PERMISSION_DENIED', `${file} can not be written: ${error.code ?? error.message}.`, {
        hint: 'Give a folder that can be written: --output-dir.',
        cause: error,
      })
    })
    written[name] = file
  }
  return written
}
