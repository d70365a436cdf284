import styles from './keyboard-help.module.css'

/** Keys as they stand on a keyboard: `g h` are two after each other. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles['keys']}>
      {keys.split(' ').map((key, at) => (
        <kbd key={at}>{key}</kbd>
      ))}
    </span>
  )
}
