/** Milliseconds between two looks. */
const INTERVAL = 200

/**
 * Ends this process, as SIGTERM does, when the one that started it is gone. npm starts programs in a shell, and a signal to npm ends that
 * shell but not what runs in it: without this, `npx reprise server` would leave a server behind.
 */
export function endWithParent(): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, INTERVAL)
  watch.unref()
}
