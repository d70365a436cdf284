/**
 * Where a link of MLflow's own interface leads here, such as the one that every Python client prints: `/#/experiments/1/runs/abc`.
 * Undefined for what is no such link.
 */
export function addressOfHash(hash: string): string | undefined {
  if (!hash.startsWith('#/')) return undefined
  const [path = '', query = ''] = hash.slice(1).split('?', 2)
  const parts = path.split('/').filter((part) => part !== '')
  const [first, second, third, fourth] = parts
  if (first === 'experiments' && third === 'runs' && fourth !== undefined)
    return `/r/${encodeURIComponent(fourth)}/${tabOf(parts.slice(4))}`
  if (first === 'experiments' && second !== undefined) return `/e/${encodeURIComponent(second)}`
  if (first === 'experiments') return '/experiments'
  if (first === 'compare-runs') return compareAddress(new URLSearchParams(query))
  if (first === 'models') return '/models'
  return '/'
}

function tabOf(rest: readonly string[]): string {
  if (rest[0] === 'artifacts' || rest[0] === 'artifactPath') return 'files'
  if (rest[0] === 'model-metrics') return 'metrics'
  if (rest[0] === 'system-metrics') return 'system'
  return 'overview'
}

/** MLflow writes lists as JSON: `runs=["a","b"]`. */
function compareAddress(query: URLSearchParams): string {
  const runs = [...(query.get('runs') ?? '').matchAll(/[0-9a-f]{32}/g)].map(([id]) => id)
  return `/compare?runs=${runs.join(',')}`
}
