import { AxGen, type AxGenOut, AxSignature, type AxSignatureConfig } from '@ax-llm/ax'
import { type Program, type ProgramState, readState, writeState } from './program.ts'

const FORMAT = 'reprise-ax-program'
const VERSION = 1

/** A program as `models/optimized_model.json` has it: enough to make it again without the code that made it. */
export interface ModelFile<OUT extends AxGenOut = AxGenOut> {
  readonly format: typeof FORMAT
  readonly version: number
  readonly programId: string
  readonly signature: AxSignatureConfig
  /** In the names of ax: `program.applyOptimization(model.optimizedProgram)` gives them to a program of one's own. */
  readonly optimizedProgram: { readonly componentMap: ProgramState<OUT>['components']; readonly demos: ProgramState<OUT>['demos'] }
}

export function toModelFile<IN, OUT extends AxGenOut>(program: Program<IN, OUT>): ModelFile<OUT> {
  const { description, inputFields, outputFields } = program.getSignature().toJSON()
  const { components, demos } = readState(program)
  return {
    format: FORMAT,
    version: VERSION,
    programId: program.getId(),
    signature: { ...(description === undefined ? {} : { description }), inputs: inputFields, outputs: outputFields },
    optimizedProgram: { componentMap: components, demos },
  }
}

export function isModelFile(value: unknown): value is ModelFile {
  return typeof value === 'object' && value !== null && (value as { format?: unknown }).format === FORMAT
}

/** A program that answers as the one the file was made of. Throws for a newer form of the file. */
export function toProgram<IN, OUT extends AxGenOut>({ version, programId, signature, optimizedProgram }: ModelFile<OUT>): Program<IN, OUT> {
  if (version !== VERSION)
    throw new Error(`The model has version ${version}, and this package reads version ${VERSION}: install a newer one.`)
  const program = new AxGen<IN, OUT>(AxSignature.from(signature))
  program.setId(programId)
  writeState(program, { components: optimizedProgram.componentMap, demos: optimizedProgram.demos })
  return program
}
