import type { Finder } from '../sides.ts'

/** The order in which Python goes through sets of texts, which is another one each time. */
export const findHashOrder: Finder = ({ a, here, isNoisy }) => {
  const isPython = a.record.environment.interpreters.some(({ language }) => language === 'python')
  const names = [...a.record.environment.variables, ...here.environment.variables].map(({ name }) => name)
  if (!isNoisy || !isPython || names.includes('PYTHONHASHSEED')) return []
  return [
    {
      kind: 'order',
      subject: 'PYTHONHASHSEED',
      did: 'PYTHONHASHSEED=0',
      weight: 20,
      change: (request) => ({ ...request, variables: { ...request.variables, PYTHONHASHSEED: '0' } }),
    },
  ]
}
