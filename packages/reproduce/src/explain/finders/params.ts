import type { Finder } from '../sides.ts'

/** Params that were given beside the command: programs may read them from their run. */
export const findParams: Finder = ({ a, b, name }) => {
  if (a.id === b.id) return []
  const [own, other] = [a, b].map(({ record }) => new Map(record.command.params.map(({ key, value = '' }) => [key, value])))
  return [...new Set([...(own?.keys() ?? []), ...(other?.keys() ?? [])])].flatMap((key) => {
    const value = own?.get(key)
    if (value === other?.get(key)) return []
    return [
      {
        kind: /seed/i.test(key) ? ('seed' as const) : ('environment' as const),
        subject: `param ${key}`,
        did: value === undefined ? `the param ${key} left out, as in ${name}` : `the param ${key} as in ${name}: ${value}`,
        weight: -20,
        change: (request) => ({
          ...request,
          params: [...request.params.filter((param) => param.key !== key), ...(value === undefined ? [] : [{ key, value }])],
        }),
      },
    ]
  })
}
