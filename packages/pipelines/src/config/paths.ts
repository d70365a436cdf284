import { homedir } from 'node:os'
import { isAbsolute, relative, resolve } from 'node:path'
import { isSection, type ConfigSection, type ConfigValue } from './document.ts'

/** Options that hold paths, by the kind of section. */
const pathOptions: Readonly<Record<string, readonly string[]>> = {
  cache: ['dir'],
  remote: [
    'url',
    'gdrive_user_credentials_file',
    'gdrive_service_account_json_file_path',
    'credentialpath',
    'configpath',
    'keyfile',
    'cert_path',
    'key_path',
  ],
  machine: ['startup_script', 'setup_script'],
}

/** The configuration with its paths absolute: relative ones count from the folder of the file, `~` is the home of the user. */
export function resolvePaths(config: ConfigSection, folder: string): ConfigSection {
  return mapPaths(config, (path) => (path.startsWith('~') ? path.replace(/^~(?=\/|$)/, homedir()) : resolve(folder, path)))
}

/** The configuration with its relative paths in the shortest form, as DVC writes them. */
export function normalizePaths(config: ConfigSection, folder: string): ConfigSection {
  return mapPaths(config, (path) => (path.startsWith('~') ? path : relative(folder, resolve(folder, path)) || '.'))
}

/** A path that a user typed in `cwd`, as it is stored in a file of `folder`. */
export function toStoredPath(path: string, places: { readonly cwd: string; readonly folder: string }): string {
  if (isUrl(path) || isAbsolute(path) || path.startsWith('~')) return path
  return relative(places.folder, resolve(places.cwd, path)) || '.'
}

/** Whether an option holds a path, by its section: `cache`, `remote`, `machine`. */
export function isPathOption(section: string, option: string): boolean {
  return pathOptions[section]?.includes(option) === true
}

function mapPaths(config: ConfigSection, convert: (path: string) => string): ConfigSection {
  return mapSections(config, (kind, option, value) => {
    const isPath = typeof value === 'string' && isPathOption(kind, option) && !isUrl(value) && !isAbsolute(value)
    return isPath ? convert(value) : value
  })
}

function mapSections(config: ConfigSection, convert: (kind: string, option: string, value: ConfigValue) => ConfigValue): ConfigSection {
  const inside = (kind: string, section: ConfigSection): ConfigSection =>
    new Map([...section].map(([name, value]) => [name, isSection(value) ? inside(kind, value) : convert(kind, name, value)]))
  return new Map([...config].map(([name, value]) => [name, isSection(value) ? inside(name, value) : value]))
}

function isUrl(path: string): boolean {
  return /^\w+:\/\//.test(path)
}
