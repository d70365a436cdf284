import type { ParamValue } from '@reprise/sdk'
import type { OptimizationRequest } from './optimization.ts'

/** Tells an optimisation from its trials, which are in the same experiment. */
export const runType = { tag: 'run_type', optimization: 'optimization', trial: 'trial' } as const

/** `opt_{type}_{id}_{timestamp}`, in UTC: `opt_agent_router_20260131_235959`. */
export function nameRun({ targetType, targetId }: OptimizationRequest, time: Date): string {
  const timestamp = time.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)
  return `opt_${targetType}_${targetId}_${timestamp}`
}

export function paramsOf({ algorithm, targetId, optimizationTime, parameters, params }: OptimizationRequest): Record<string, ParamValue> {
  return { ...parameters, ...params, algorithm, target_id: targetId, optimization_time: optimizationTime ?? 'unlimited' }
}

export function tagsOf(
  { targetType, environment = 'development', version, tags }: OptimizationRequest,
  registryUri: string | undefined,
): Record<string, ParamValue> {
  return { ...tags, [runType.tag]: runType.optimization, target_type: targetType, environment, version, registry_uri: registryUri }
}
