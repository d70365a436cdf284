import { existsSync } from 'node:fs'
import { type Collector, type Context, whether } from '../collector.ts'
import { readText } from '../limits-of-group.ts'

/** Whether this runs in a container, and in which image as far as that can be seen from inside. */
export const container: Collector = {
  items: ['container.kind', 'container.id', 'container.image'],
  isQuick: true,
  limit: 1_000,
  collect: ({ env }) => {
    const kind = findKind(env)
    if (kind === undefined) {
      const none = whether(undefined, 'This is not in a container.')
      return { items: { 'container.kind': none, 'container.id': none, 'container.image': none }, system: { container: null } }
    }
    const id = findId()
    const image =
      env['APPTAINER_CONTAINER'] ?? env['SINGULARITY_CONTAINER'] ?? env['CONTAINER_IMAGE'] ?? env['IMAGE_NAME'] ?? findPodmanImage()
    return {
      items: {
        'container.kind': true,
        'container.id': whether(id, 'It can not be seen from inside.'),
        'container.image': whether(image, 'It can not be seen from inside; CONTAINER_IMAGE would say it.'),
      },
      system: { container: { kind, ...(id === undefined ? {} : { id }), ...(image === undefined ? {} : { image }) } },
    }
  },
}

function findKind(env: Context['env']): string | undefined {
  if (env['APPTAINER_CONTAINER'] !== undefined || env['SINGULARITY_CONTAINER'] !== undefined) return 'apptainer'
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined) return 'kubernetes'
  if (existsSync('/run/.containerenv')) return 'podman'
  if (existsSync('/.dockerenv')) return 'docker'
  const group = readText('/proc/1/cgroup') ?? ''
  const known = /docker|kubepods|libpod|containerd|lxc/.exec(group)?.[0]
  return known === 'kubepods' ? 'kubernetes' : known === 'libpod' ? 'podman' : known
}

/** Runtimes name groups and mounts after the container. */
function findId(): string | undefined {
  const texts = ['/proc/self/cgroup', '/proc/self/mountinfo'].map((file) => readText(file) ?? '')
  return texts
    .map((text) => /(?:docker|containers|libpod|kubepods|containerd|sandboxes)[^\n]*?\b([\da-f]{64})\b/.exec(text)?.[1])
    .find((id) => id !== undefined)
}

function findPodmanImage(): string | undefined {
  return /^image="(.+)"$/m.exec(readText('/run/.containerenv') ?? '')?.[1]
}
