import { createRedactor } from '@reprise/capture/starting'
import type { Repository } from '@reprise/pipelines'
import { addressOf, buildGraph, keyOf, type RecordedData, type Show, type Stage } from '@reprise/pipelines/graph'
import { isSequence, str } from '@reprise/pipelines/python'
import { DataView, findReasons, holdForReading, toReasonValues, toJsonValue } from '@reprise/pipelines/status'
import type { InputOfOperation } from '@reprise/protocol'

export type PublishedStage = NonNullable<InputOfOperation<'publishPipelineState'>['stages']>[number]
type PublishedReason = NonNullable<PublishedStage['reasons']>[number]

/** Paths are told from the root of the project: servers know no other folder. */
const fromRoot: Show = (path) => path

/** Stages as they are published: what they are, what was recorded of them, and why they are stale. Secrets are replaced. */
export async function describeStages(
  repository: Repository,
  stages: readonly Stage[],
  stageRuns: ReadonlyMap<string, string> | undefined,
): Promise<PublishedStage[]> {
  const graph = buildGraph(stages, fromRoot)
  const reasons = await findAllReasons(repository, stages)
  const { text } = createRedactor(repository.env)
  const redact = (value: unknown): unknown => redactValue(value, (given) => text(given).text)
  return stages.map((stage) => ({
    name: addressOf(stage, fromRoot),
    file: stage.file,
    folder: stage.wdir === '' ? undefined : stage.wdir,
    commands: commandsOf(stage).map((command) => text(command).text),
    description: stage.desc,
    group: stage.source.kind === 'pipeline' ? stage.source.group : undefined,
    is_frozen: stage.frozen || undefined,
    is_always_changed: stage.alwaysChanged || undefined,
    needs: graph.needs(stage).map((needed) => addressOf(needed, fromRoot)),
    deps: stage.deps.map((dep) => ({ path: pathOf(dep), ...describeRecorded(dep.recorded) })),
    outs: stage.outs.map((out) => ({
      path: pathOf(out),
      ...describeRecorded(out.recorded),
      kind: ({ out: 'DATA', metric: 'METRIC', plot: 'PLOT' } as const)[out.kind],
      is_cached: out.cache,
      is_persistent: out.persist || undefined,
    })),
    params: stage.params.flatMap(({ at, keys, recorded }) =>
      keys.length === 0 && recorded === undefined
        ? [{ path: at }]
        : [...new Set([...keys, ...(recorded?.keys() ?? [])])].map((key) => {
            const value = recorded?.get(key)
            return { path: at, key, value: value === undefined ? undefined : redact(toJsonValue(value)) }
          }),
    ),
    reasons: (reasons.get(keyOf(stage)) ?? []).map((reason) => ({ ...reason, old: redact(reason.old), new: redact(reason.new) })),
    run_id: stageRuns?.get(keyOf(stage)),
  }))
}

async function findAllReasons(repository: Repository, stages: readonly Stage[]): Promise<ReadonlyMap<string, readonly PublishedReason[]>> {
  return holdForReading(repository, { stages, command: 'reprise pipeline publish' }, async () => {
    const view = new DataView(repository)
    const found = new Map<string, readonly PublishedReason[]>()
    for (const stage of stages) {
      repository.signal.throwIfAborted()
      const reasons = await findReasons(view, stage, { show: fromRoot })
      found.set(
        keyOf(stage),
        reasons.map((reason) => {
          const { kind, ...values } = toReasonValues(reason)
          return { ...values, kind: kinds[kind] }
        }),
      )
    }
    return found
  })
}

const kinds = { dep: 'DEP', out: 'OUT', param: 'PARAM', command: 'COMMAND', checksum: 'CHECKSUM', always: 'ALWAYS' } as const

function commandsOf({ cmd }: Stage): string[] {
  if (cmd === undefined || cmd === null) return []
  return isSequence(cmd) ? cmd.map(str) : [str(cmd)]
}

/** What is no file has no place of its own, and is told by how it is written. */
function pathOf({ at, path }: { readonly at: string; readonly path: string }): string {
  return at || path || '.'
}

function describeRecorded(recorded: RecordedData | undefined) {
  return { digest: recorded?.hash.value, size: recorded?.meta.size, files: recorded?.meta.nfiles }
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((member) => redactValue(member, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, redactValue(member, redact)]))
}
