/** Calls a function once when the process is told to end, or when the one that started it is gone. */
export function onEnd(end: () => void): void {
  let isEnding = false
  const endOnce = (): void => {
    if (!isEnding) end()
    isEnding = true
  }
  process.on('SIGTERM', endOnce).on('SIGINT', endOnce).on('disconnect', endOnce)
  // The channel alone is no reason to stay.
  process.channel?.unref()
}
