import { type Collector, whether } from '../collector.ts'

/** What is known of the code, in the words of system_info.json. */
export const git: Collector = {
  items: ['git.commit', 'git.branch', 'git.uncommitted'],
  limit: 24 * 3_600_000,
  collect: async ({ code: told }) => {
    const code = await told
    const why = code?.kind === 'GIT' ? 'There is none.' : (code?.not_kept ?? 'The code was not looked at.')
    const items = {
      'git.commit': whether(code?.commit, why),
      'git.branch': whether(code?.branch, code?.kind === 'GIT' ? 'HEAD is detached.' : why),
      'git.uncommitted': whether(code?.uncommitted, why),
    }
    if (code?.kind !== 'GIT') return { items, system: { git: null } }
    const { commit, branch, uncommitted, remotes, tree, root } = code
    const origin = remotes.find(({ name }) => name === 'origin') ?? remotes[0]
    return {
      items,
      system: {
        git: {
          ...(commit === undefined ? {} : { commit_sha: commit }),
          ...(branch === undefined ? {} : { branch }),
          has_uncommitted_changes: uncommitted ?? false,
          ...(tree === undefined ? {} : { tree_sha: tree }),
          ...(origin === undefined ? {} : { remote_url: origin.url }),
          root,
        },
      },
    }
  },
}
