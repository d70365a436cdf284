import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonDumps, jsonLoads, type Mapping, type Value } from '../python/index.ts'
import { loadYaml } from '../yaml/index.ts'
import { PipelineTemplates, toStr } from './index.ts'

/** What DVC 3.67.1 made of templates; `fixtures/generate.py` writes them. */
interface Recorded {
  readonly dvc: string
  readonly files: Readonly<Record<string, string>>
  readonly names?: readonly string[]
  readonly stages?: Readonly<Record<string, { readonly value?: string; readonly tracked?: string; readonly error?: string }>>
  readonly sections?: string
  readonly error?: string
}

function recorded<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T[]
}

function open(row: Recorded): PipelineTemplates {
  const read = (path: string): Value | undefined => {
    const text = row.files[path]
    return text === undefined ? undefined : path.endsWith('.json') ? jsonLoads(text, path) : loadYaml(text, path)
  }
  return new PipelineTemplates(loadYaml(row.dvc, 'dvc.yaml') as Mapping, { folder: '', read })
}

test.each(recorded<Recorded>('resolved'))('resolves $dvc as DVC does', expectResolved)

test('resolves random pipelines as DVC does', () => {
  for (const row of recorded<Recorded>('random')) expectResolved(row)
})

function expectResolved(row: Recorded): void {
  if (row.error !== undefined) {
    expect(() => open(row).names()).toThrow(row.error)
    return
  }
  const templates = open(row)
  expect(templates.names()).toEqual(row.names)
  for (const [name, stage] of Object.entries(row.stages ?? {})) {
    if (stage.error !== undefined) expect(() => templates.resolve(name)).toThrow(stage.error)
    else {
      const resolved = templates.resolve(name)
      expect(jsonDumps(resolved.definition)).toBe(stage.value)
      expect(jsonDumps(resolved.tracked, { sortKeys: true })).toBe(jsonDumps(jsonLoads(stage.tracked ?? '{}', ''), { sortKeys: true }))
    }
  }
  const sections = new Map(
    (['metrics', 'plots', 'artifacts', 'params'] as const).map((name) => [
      name,
      templates.resolveSection(name) ?? (name === 'artifacts' ? new Map() : []),
    ]),
  )
  expect(jsonDumps(sections)).toBe(row.sections)
}

test.each(recorded<Record<string, string>>('to-str'))('prints $json into a command as DVC does', (row) => {
  expect(toStr(jsonLoads(row['json']!, ''))).toBe(row['default'])
  expect(toStr(jsonLoads(row['json']!, ''), { bool: 'boolean_optional', list: 'append' })).toBe(row['bool_optional+append'])
})

test('refuses dates in the context, and names what is not there', () => {
  const row = { dvc: 'stages: {s: {cmd: x}}', files: { 'params.yaml': 'a: {d: 2020-01-01}' } }
  expect(() => open(row)).toThrow("unexpected error - Unsupported value of type 'date' in 'params.yaml:a.d'")
  expect(() => open({ ...row, files: {} }).resolve('t')).toThrow("Could not find 't'")
})

test('names the file of a pipeline in a folder, and loads vars from there', () => {
  const files: Record<string, string> = { 'sub/params.yaml': 'a: 1', 'sub/v.yaml': 'b: 2' }
  const read = (path: string): Value | undefined => (files[path] === undefined ? undefined : loadYaml(files[path], path))
  const document = loadYaml('vars: [v.yaml]\nstages: {s: {cmd: "${a} ${b}"}, t: {cmd: "${c}"}}', 'x') as Mapping
  const templates = new PipelineTemplates(document, { folder: 'sub', read })
  expect(templates.resolve('s').definition.get('cmd')).toBe('1 2')
  expect(() => templates.resolve('t')).toThrow("failed to parse 'stages.t.cmd' in 'sub/dvc.yaml': Could not find 'c'")
})
