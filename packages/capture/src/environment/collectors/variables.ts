import { createHmac } from 'node:crypto'
import { createRedactor, isSecretVariable } from '../../secrets/index.ts'
import { type Collector, type Context, noted } from '../collector.ts'

type Variables = Context['env']

/** Beginnings of names whose values change what programs do, and tell nothing else. */
const shown =
  /^(?:CUDA_|CUDNN_|NVIDIA_(?:VISIBLE|TF32)|ROCR_|HIP_|HSA_|OMP_|MKL_|NPY_|ATEN_CPU_CAPABILITY$|ONEDNN_|DNNL_|GLIBC_TUNABLES$|OPENBLAS_|GOTO_|BLIS_|VECLIB_|NUMEXPR_|KMP_|GOMP_|NCCL_|PYTHON|VIRTUAL_ENV|CONDA_|UV_|PIP_|MLFLOW_|REPRISE_|NODE_|BUN_|DENO_|HF_|TRANSFORMERS_|TOKENIZERS_|TORCH|PYTORCH_|TF_|XLA_|JAX_|KERAS_|RAY_|SLURM_(?:JOB_ID|NTASKS|NNODES|CPUS|GPUS|PROCID|LOCALID)|(?:LOCAL_|NODE_|GROUP_)?RANK$|(?:LOCAL_)?WORLD_SIZE$|MASTER_(?:ADDR|PORT)$|R_|JULIA_|MALLOC_|LD_(?:LIBRARY_PATH|PRELOAD)$|DYLD_|PATH$|LANG$|LANGUAGE$|LC_|TZ$|SOURCE_DATE_EPOCH$|CI$|(?:\w+_)?SEED$)/

/** Environment variables: values of those on the list, of others only whether they are the same, of secrets only that they are there. */
export const variables: Collector = {
  items: ['variables.values', 'variables.digests', 'variables.secrets'],
  isQuick: true,
  limit: 1_000,
  collect: ({ env, showVariables, salt }) => {
    const redactor = createRedactor(env)
    const isShown = (name: string): boolean =>
      shown.test(name) || showVariables.some((own) => name === own || (own.endsWith('_') && name.startsWith(own)))
    const all = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    const records = all
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        // A digest of a short password could be guessed by trying, so of secrets there is none.
        if (isSecretVariable(name)) return { name }
        if (isShown(name)) return { name, value: redactor.text(value).text }
        return { name, digest: digestVariable(value, salt) }
      })
    const count = (has: (variable: { value?: string; digest?: string }) => boolean): string => `${records.filter(has).length} variables.`
    const secrets = records.filter(({ value, digest }) => value === undefined && digest === undefined).length
    return {
      items: {
        'variables.values': noted(count(({ value }) => value !== undefined)),
        'variables.digests': noted(count(({ digest }) => digest !== undefined)),
        'variables.secrets':
          secrets === 0
            ? noted('0 variables.')
            : { status: 'SKIPPED', detail: `Of ${secrets} ${secrets === 1 ? 'variable' : 'variables'} only the name is recorded.` },
      },
      variables: records,
      system: { environment_variables: toShown(records) },
    }
  },
}

/** HMAC-SHA256 of a value, hexadecimal. */
function digestVariable(value: string, salt: string): string {
  return createHmac('sha256', salt).update(value).digest('hex')
}

function toShown(records: readonly { name: string; value?: string }[]): Variables {
  return Object.fromEntries(records.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])))
}
