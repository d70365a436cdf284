import { useEffect, useState } from 'react'

/** A value once it has not changed for some milliseconds: what is typed is not searched for letter by letter. */
export function useLater<Value>(value: Value, milliseconds = 150): Value {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(() => value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return later
}
