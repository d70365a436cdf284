import type { Int64, RunStatus } from '@reprise/protocol'
import type { Figure } from '../artifacts/figure.ts'
import type { ArtifactWriter } from '../artifacts/artifact-writer.ts'
import type { Table } from '../artifacts/table.ts'
import type { Delivery, Writer } from '../writing/writer.ts'
import type { Target } from '../spool/deliver.ts'
import { type DatasetDescription, type DatasetUse, toDataset, toDatasetInput } from './dataset-use.ts'
import type { EntityLog } from './entity-log.ts'
import type { ParamValue } from './to-param-value.ts'

export interface MetricOptions {
  /** Any 64-bit integer; default 0. */
  readonly step?: Int64 | undefined
  /** Milliseconds since 1970, or a date; default now. */
  readonly timestamp?: Int64 | Date | undefined
}

/** Statuses a run can end with. */
export type EndStatus = Exclude<RunStatus, 'RUNNING' | 'SCHEDULED'>

/** What runs that go nowhere have as their server. */
export const NOWHERE = 'off:'

/** What a run is made of; see begin-run.ts. */
export interface RunParts {
  readonly id: string
  readonly name: string | undefined
  readonly experimentId: string | undefined
  readonly server: string
  readonly target: Target
  readonly writer: Writer
  readonly log: EntityLog
  readonly artifacts: ArtifactWriter
  readonly flushTimeout: number
  /** Called once, when the run ends. */
  readonly onEnd: () => void
  /** Called once, when the end is in the journal. What it answers is waited for; it never rejects. */
  readonly afterEnd: (status: EndStatus) => Promise<void>
}

/**
 * A run that is being logged to. Logging returns at once: points, params and tags are collected, written to the spool
 * at the latest after 200 ms, and sent in the background. Nothing here fails because the server is away.
 *
 *     await using run = await startRun({ name: 'baseline' })
 *     run.logParams({ lr: 0.01, layers: [64, 64] })
 *     for (let step = 0; step < 100; step++) run.logMetric('loss', 1 / (step + 1), { step })
 */
export class Run implements AsyncDisposable {
  readonly #parts: RunParts
  #ending: Promise<Delivery> | undefined

  constructor(parts: RunParts) {
    this.#parts = parts
  }

  /** 32 lower-case hexadecimal digits. */
  get id(): string {
    return this.#parts.target.run?.run_id ?? this.#parts.id
  }

  /** The given name, or the one the server made up, once it answered. */
  get name(): string | undefined {
    return this.#parts.target.run?.run_name ?? this.#parts.name
  }

  /** Known once the server answered, or when it was given. */
  get experimentId(): string | undefined {
    return this.#parts.target.run?.experiment_id ?? this.#parts.experimentId
  }

  /** Whether the server has said that it has the run: then others can log to it, too. */
  get isOnServer(): boolean {
    return this.#parts.target.run !== undefined
  }

  /** URL of the server or folder it is logged to. */
  get server(): string {
    return this.#parts.server
  }

  /** The page of the run in the user interface. */
  get url(): string {
    const { server } = this.#parts
    return this.experimentId === undefined ? `${server}/r/${this.id}` : `${server}/#/experiments/${this.experimentId}/runs/${this.id}`
  }

  /** Whether `end` was called: then nothing more can be logged. */
  get isEnded(): boolean {
    return this.#ending !== undefined
  }

  /** Logs a point of a metric. Throws INVALID_PARAMETER_VALUE for a name or number that no server takes. */
  logMetric(key: string, value: number, options: MetricOptions = {}): void {
    this.#parts.log.metric(key, value, options)
  }

  /** Logs a point of several metrics, all with the same step and time. Those that are undefined are left out. */
  logMetrics(metrics: Readonly<Record<string, number | undefined>>, options: MetricOptions = {}): void {
    const timestamp = options.timestamp ?? Date.now()
    for (const [key, value] of Object.entries(metrics)) {
      if (value !== undefined) this.#parts.log.metric(key, value, { ...options, timestamp })
    }
  }

  /** Logs a param. Throws INVALID_PARAMETER_VALUE when it was logged here before with another value. */
  logParam(key: string, value: ParamValue): void {
    this.#parts.log.param(key, value)
  }

  /** Logs params: `run.logParams({ lr: 0.01, optimizer: { name: 'adam', beta: 0.9 } })`. */
  logParams(params: Readonly<Record<string, ParamValue>>): void {
    for (const [key, value] of Object.entries(params)) this.#parts.log.param(key, value)
  }

  /** Sets a tag; the last value wins. */
  setTag(key: string, value: ParamValue): void {
    this.#parts.log.tag(key, value)
  }

  setTags(tags: Readonly<Record<string, ParamValue>>): void {
    for (const [key, value] of Object.entries(tags)) this.#parts.log.tag(key, value)
  }

  /** Records a dataset the run read. */
  logInput(dataset: DatasetUse): void {
    this.logInputs([dataset])
  }

  /** Records datasets the run read, in one request. */
  logInputs(datasets: readonly DatasetUse[]): void {
    this.#parts.log.assertOpen()
    if (datasets.length > 0) this.#parts.writer.append('logInputs', { run_id: this.#parts.id, datasets: datasets.map(toDatasetInput) })
  }

  /** Records a dataset the run made, for lineage. Servers that keep no lineage, such as MLflow's, do without. */
  logOutput(dataset: DatasetDescription): void {
    this.logOutputs([dataset])
  }

  /** Records datasets the run made, at most 1,000 in one call. */
  logOutputs(datasets: readonly DatasetDescription[]): void {
    this.#parts.log.assertOpen()
    if (datasets.length > 0) this.#parts.writer.append('logDatasetOutputs', { run_id: this.#parts.id, datasets: datasets.map(toDataset) })
  }

  /**
   * Uploads a file into a folder of the run's artifacts (default: the topmost), under its own name. Settles once the
   * server or the spool has it; rejects when the file can not be read or the server refuses it.
   */
  async logArtifact(path: string, artifactFolder?: string): Promise<void> {
    await this.#parts.artifacts.file(path, artifactFolder)
  }

  /** Uploads a file under another name: `run.logFileAs('/tmp/x1', 'models/best.bin')`. Otherwise as `logArtifact`. */
  async logFileAs(path: string, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.fileAs(path, artifactPath)
  }

  /** Uploads bytes: `run.logBytes(picture, 'samples/0.png')`. */
  async logBytes(bytes: Uint8Array, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.bytes(bytes, artifactPath)
  }

  /** Uploads all files of a folder, keeping its structure; eight at a time unless said otherwise. */
  async logArtifacts(folder: string, options: { readonly artifactFolder?: string; readonly parallel?: number } = {}): Promise<void> {
    await this.#parts.artifacts.folder(folder, options)
  }

  /** Uploads text: `run.logText(summary, 'notes/summary.md')`. */
  async logText(text: string, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.text(text, artifactPath)
  }

  /** Uploads a value as JSON: `run.logDict({ labels: ['a', 'b'] }, 'labels.json')`. */
  async logDict(value: unknown, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.json(value, artifactPath)
  }

  /** Uploads a picture: SVG text, bytes of an image, or something that makes either (`toSVG`, `toBuffer`, `outerHTML`). */
  async logFigure(figure: Figure, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.figure(figure, artifactPath)
  }

  /** Uploads rows, or columns by name, as a table that MLflow's and our user interface show. */
  async logTable(table: Table, artifactPath: string): Promise<void> {
    await this.#parts.artifacts.table(table, artifactPath)
  }

  /**
   * Waits while more than 8 MiB are on the way to the server, and, while the server is away, as long as the spool is full. Loops that log
   * faster than the server takes can await it so as not to grow the spool, or so as to lose nothing when it is full; no one has to.
   */
  async ready(): Promise<void> {
    await this.#parts.writer.ready()
  }

  /** Sends what was logged so far, and says how much of it arrived. Never rejects. */
  async flush(): Promise<Delivery> {
    return this.#parts.writer.drain(this.#parts.flushTimeout)
  }

  /**
   * Ends the run and waits, up to `flushTimeout`, until the server has everything; what it does not have then stays in
   * the spool. Only the first call counts. Never rejects.
   */
  end(status: EndStatus = 'FINISHED'): Promise<Delivery> {
    this.#ending ??= this.#end(status, Date.now())
    return this.#ending
  }

  /** As `end`, for a process that is ending: everything is in the spool when it returns. */
  endSynchronously(status: EndStatus): void {
    if (this.isEnded) return
    void this.#appendEnd(status, Date.now())
    this.#ending = Promise.resolve(this.#parts.writer.delivery)
  }

  /** Ends the run as FINISHED. Whether its block was left by an error can not be known here: `withRun` knows. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }

  async #end(status: EndStatus, time: number): Promise<Delivery> {
    const { artifacts, writer, flushTimeout } = this.#parts
    await artifacts.settled()
    const told = this.#appendEnd(status, time)
    const delivery = await writer.drain(flushTimeout)
    writer.close()
    await told
    return delivery
  }

  #appendEnd(status: EndStatus, time: number): Promise<void> {
    this.#parts.onEnd()
    this.#parts.writer.append('updateRun', { run_id: this.#parts.id, status, end_time: time })
    return this.#parts.afterEnd(status)
  }
}
