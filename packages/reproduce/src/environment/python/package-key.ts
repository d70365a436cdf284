/** One spelling for all: `Foo.Bar_baz` and `foo-bar-baz` are the same package. */
export function toKey(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}
