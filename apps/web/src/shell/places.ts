/** Where one can go, with the keys that lead there. */
export const places = [
  { to: '/', label: 'Home', keys: 'g h', isInBar: true },
  { to: '/experiments', label: 'Experiments', keys: 'g e', isInBar: true },
  { to: '/models', label: 'Models', keys: 'g m', isInBar: true },
  { to: '/data', label: 'Data', keys: 'g d', isInBar: true },
  { to: '/pipelines', label: 'Pipelines', keys: 'g p', isInBar: true },
  { to: '/lineage', label: 'Lineage', keys: 'g l', isInBar: true },
  { to: '/reports', label: 'Reports', keys: 'g r', isInBar: false },
  { to: '/alerts', label: 'Alerts', keys: 'g a', isInBar: false },
  { to: '/hooks', label: 'Hooks', keys: 'g k', isInBar: true },
  { to: '/settings', label: 'Settings', keys: 'g s', isInBar: false },
] as const
