import { describe, expect, it } from 'vitest'
import { findId, findImage, findKind, type ReadText } from './container.ts'

const id = '6f1c0e8a02b77d51e9c3a4b5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809'

/** Files as they are inside. */
function files(texts: Readonly<Record<string, string>>): ReadText {
  return (file) => texts[file]
}

const dockerMounts = `567 555 0:45 / /dev/mqueue rw,nosuid,nodev,noexec,relatime - mqueue mqueue rw
568 553 254:1 /var/lib/docker/containers/${id}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda1 rw,discard
569 553 254:1 /var/lib/docker/containers/${id}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw,discard
`
const podmanFile = `engine="podman-4.9.3"
name="brave_curie"
id="${id}"
image="docker.io/library/python:3.12-slim"
imageid="b45a2b1c8a3f2d0b6b9c7f4f4a3c2d1e0f9e8d7c6b5a49382716f5e4d3c2b1a0"
rootless=1
graphRootMounted=1
`
const kubernetesGroup = `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod9c3a4b5d_e7f8.slice/cri-containerd-${id}.scope
`

describe('a container', () => {
  it.each([
    [
      'Docker, control groups of version 2',
      {},
      { '/.dockerenv': '', '/proc/1/cgroup': '0::/\n', '/proc/self/mountinfo': dockerMounts },
      'docker',
      id,
    ],
    [
      'Docker, control groups of version 1',
      {},
      {
        '/.dockerenv': '',
        '/proc/1/cgroup': `12:memory:/docker/${id}\n1:name=systemd:/docker/${id}\n`,
        '/proc/self/cgroup': `12:memory:/docker/${id}\n1:name=systemd:/docker/${id}\n`,
      },
      'docker',
      id,
    ],
    ['Podman without root', {}, { '/run/.containerenv': podmanFile, '/proc/1/cgroup': '0::/\n' }, 'podman', id],
    [
      'Kubernetes with containerd',
      { KUBERNETES_SERVICE_HOST: '10.96.0.1' },
      { '/proc/1/cgroup': kubernetesGroup, '/proc/self/cgroup': kubernetesGroup },
      'kubernetes',
      id,
    ],
    [
      'Kubernetes, without variables of services',
      {},
      { '/proc/1/cgroup': '0::/\n', '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'default' },
      'kubernetes',
      undefined,
    ],
    ['Apptainer', { APPTAINER_CONTAINER: '/home/ada/torch.sif', APPTAINER_NAME: 'torch.sif' }, {}, 'apptainer', undefined],
    ['Singularity', { SINGULARITY_CONTAINER: '/home/ada/torch.sif' }, {}, 'apptainer', undefined],
    ['LXC', {}, { '/proc/1/cgroup': '0::/init.scope\n', '/run/systemd/container': 'lxc\n' }, 'lxc', undefined],
    ['systemd-nspawn', { container: 'systemd-nspawn' }, { '/proc/1/cgroup': '0::/\n' }, 'systemd-nspawn', undefined],
  ])('of %s is known', (...[, env, texts, kind, known]) => {
    expect([findKind(env, files(texts)), findId(files(texts))]).toEqual([kind, known])
  })

  it('is none on a machine of its own', () => {
    const texts = {
      '/proc/1/cgroup': '0::/init.scope\n',
      '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-3.scope\n',
      '/proc/self/mountinfo': '22 27 0:21 / /proc rw,relatime - proc proc rw\n',
    }
    expect([findKind({}, files(texts)), findId(files(texts))]).toEqual([undefined, undefined])
  })
})

describe('the image of a container', () => {
  it.each([
    ['what Podman says', {}, { '/run/.containerenv': podmanFile }, 'docker.io/library/python:3.12-slim'],
    ['what Apptainer says', { APPTAINER_CONTAINER: '/home/ada/torch.sif' }, {}, '/home/ada/torch.sif'],
    [
      'what whoever starts it says',
      { CONTAINER_IMAGE: 'ghcr.io/ada/train@sha256:0f' },
      { '/run/.containerenv': '' },
      'ghcr.io/ada/train@sha256:0f',
    ],
    ['unknown where nobody says it', { CONTAINER_IMAGE: '' }, {}, undefined],
  ])('is %s', (_what, env, texts, image) => {
    expect(findImage(env, files(texts))).toBe(image)
  })
})
