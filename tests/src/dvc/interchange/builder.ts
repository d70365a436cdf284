import { execFile } from 'node:child_process'
import { chmod, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DrivenTool } from '../driven/start-driven.ts'
import { commitAll, git, makeRepository, type Repository, writeInto } from '../repository.ts'
import { constant } from '../tool.ts'

const exec = promisify(execFile)

/** A repository that is being made, with one of the tools. */
export class Builder {
  readonly tool: DrivenTool
  readonly repository: Repository
  /** The project, from the repository; empty: the repository itself. */
  project = ''

  constructor(tool: DrivenTool, repository: Repository) {
    this.tool = tool
    this.repository = repository
  }

  get folder(): string {
    return join(this.repository.folder, this.project)
  }

  /** Runs a command of the tool in the project. Throws when it fails. */
  async run(...args: readonly string[]): Promise<string> {
    return this.runIn('', ...args)
  }

  async runIn(folder: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.tool.run(join(this.folder, folder), args)
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
    return stdout
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) await writeInto(this.folder, path, content)
  }

  async mode(path: string, mode: number): Promise<void> {
    await chmod(join(this.folder, path), mode)
  }

  async link(path: string, target: string): Promise<void> {
    await symlink(target, join(this.folder, path))
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.folder, path), { recursive: true })
  }

  async shell(commands: string): Promise<void> {
    await exec('/bin/sh', ['-ec', commands], { cwd: this.folder, env: { ...process.env, ...constant } })
  }

  commit(): Promise<void> {
    return commitAll(this.repository.folder)
  }

  async git(...args: readonly string[]): Promise<string> {
    return git(this.repository.folder, ...args)
  }

  /** Another repository of the same tool, beside this one; reached as `../../<name>/repo`. */
  async beside(name: string, build: (builder: Builder) => Promise<void>): Promise<void> {
    const other = new Builder(this.tool, await makeRepository(this.repository.root, name))
    await other.run('init', '--quiet')
    await build(other)
    await other.commit()
  }
}
