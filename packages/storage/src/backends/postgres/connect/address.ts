import { RepriseError } from '@reprise/protocol'

/** The address as it may be shown and logged: without the password, and without options, among which one may hide. */
export function describeAddress(url: string): string {
  if (!URL.canParse(url)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'The address of the PostgreSQL database is not a URL.', {
      hint: 'Write postgresql://user:password@host:5432/database, with characters such as # / ? @ in the password as %23 %2F %3F %40.',
    })
  }
  const address = new URL(url)
  address.password = ''
  address.search = ''
  address.hash = ''
  return address.href
}
