import type { RecordedPackage } from '@reprise/protocol'

/** The packages that a `requirements.txt` pins; lines that pin none are left out. */
export function parseRequirements(text: string): RecordedPackage[] {
  return lines(text).flatMap((line): RecordedPackage[] => {
    const [, name = '', version, source] = /^([A-Za-z\d][\w.-]*)(?:\[[^\]]*\])?\s*(?:==\s*([^\s;]+)|@\s*(\S+))/.exec(line) ?? []
    if (name === '') return []
    const base = { ecosystem: 'python', name, edited: [] }
    return [source === undefined ? { ...base, version: version ?? '' } : { ...base, version: '', source }]
  })
}

/** The packages of a `conda_packages.txt`: `name=version=build`. */
export function parseCondaPackages(text: string): RecordedPackage[] {
  return lines(text).flatMap((line) => {
    const [, name, version] = /^([^=\s]+)=(.+)$/.exec(line) ?? []
    return name === undefined || version === undefined ? [] : [{ ecosystem: 'conda', name, version, edited: [] }]
  })
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
