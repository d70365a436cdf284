import { useRef } from 'react'

/** The list from before as long as it has the same items: what hangs on it is not drawn again when more runs were read. */
export function useSameList<Item>(list: readonly Item[]): readonly Item[] {
  const known = useRef(list)
  const isSame = list.length === known.current.length && list.every((item, at) => item === known.current[at])
  if (!isSame) known.current = list
  return known.current
}
