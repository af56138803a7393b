// Written by `npm run manifest` from the contract in src/http/api: do not edit.
// oxlint-disable max-lines

export const ROUTES = {
  readCard: { method: 'GET', path: '/leads/{contactId}/card' },
  askHandOver: { method: 'POST', path: '/leads/{contactId}/hand-over' },
  askRecycle: { method: 'POST', path: '/leads/{contactId}/recycle' },
  readSettings: { method: 'GET', path: '/settings' },
  readObserveReport: { method: 'GET', path: '/observe-report' },
  readBacklog: { method: 'GET', path: '/backlog' },
  listReleases: { method: 'GET', path: '/backlog/releases' },
  startRelease: { method: 'POST', path: '/backlog/releases' },
  stopRelease: { method: 'POST', path: '/backlog/releases/{id}/stop' },
  switchEffect: { method: 'PUT', path: '/effects/{effect}' },
  pausePortal: { method: 'POST', path: '/pause' },
  resumePortal: { method: 'POST', path: '/resume' },
  provisionPortal: { method: 'POST', path: '/provision' },
  disconnectPortal: { method: 'POST', path: '/disconnect' },
  readRoles: { method: 'GET', path: '/roles' },
  setRoles: { method: 'PUT', path: '/roles' },
  readRetention: { method: 'GET', path: '/retention' },
  setRetention: { method: 'PUT', path: '/retention' },
  eraseContact: { method: 'POST', path: '/erasures' },
  readErasure: { method: 'GET', path: '/erasures/{hash}' },
  setLanguage: { method: 'PUT', path: '/language' },
  setChannel: { method: 'PUT', path: '/channels' },
  listVersions: { method: 'GET', path: '/agreements' },
  readVersion: { method: 'GET', path: '/agreements/{version}' },
  uploadDraft: { method: 'POST', path: '/agreements/draft' },
  readMapping: { method: 'GET', path: '/mapping' },
  changeMapping: { method: 'PUT', path: '/mapping' },
  diffVersions: { method: 'GET', path: '/agreements/{version}/diff' },
  renderVersion: { method: 'GET', path: '/agreements/{version}/render' },
  previewVersion: { method: 'POST', path: '/agreements/{version}/preview' },
  readPreview: { method: 'GET', path: '/agreements/{version}/preview' },
  proposeVersion: { method: 'POST', path: '/agreements/{version}/propose' },
  signVersion: { method: 'POST', path: '/agreements/{version}/sign' },
  activateVersion: { method: 'POST', path: '/agreements/{version}/activate' },
  withdrawVersion: { method: 'POST', path: '/agreements/{version}/withdraw' },
  revertVersion: { method: 'POST', path: '/agreements/{version}/revert' },
} as const;

/** Bodies that a call takes; the others take none. */
export interface Bodies {
  askRecycle: { track?: string };
  startRelease: { perRepAndDay: number; limit?: number; reason?: string };
  stopRelease: { reason?: string };
  switchEffect: { enabled: boolean; reason?: string };
  disconnectPortal: {
    tasks: 'close' | 'keep';
    properties: 'clear' | 'keep';
    data: 'keep' | 'erase';
    confirm?: string;
    reason?: string;
  };
  setRoles: {
    grants: {
      subjectKind: 'user' | 'team';
      subject: string;
      role: 'admin' | 'marketing' | 'sales' | 'reader';
    }[];
    reason?: string;
  };
  setRetention: { decisionsKeepDays?: number; eventsKeepDays?: number; reason?: string };
  eraseContact: { contactId?: string; email?: string };
  setLanguage: { language: 'en' | 'fr' };
  setChannel: {
    side: 'marketing' | 'sales';
    team?: string;
    channel: 'slack' | 'teams';
    url: string | null;
    reason?: string;
  };
  uploadDraft: { document: string; reason?: string };
  changeMapping: {
    hash: string;
    leadStatus: Record<string, string>;
    hubspotLeads: { stages: Record<string, string>; reasons: Record<string, string> } | null;
    dealCreated: boolean;
    stages: Record<string, string>;
    fields?: { contact: Record<string, string>; company: Record<string, string> };
    outputs?: Record<string, 'own' | 'off' | { property: string; overwrite: true }>;
    reason?: string;
  };
  proposeVersion: { startsAt?: string; reason?: string };
  signVersion: { contentHash: string; side?: 'marketing' | 'sales'; reason?: string };
  activateVersion: { from?: string; confirm?: string; reason?: string };
  withdrawVersion: { reason?: string };
  revertVersion: { reason?: string };
}

export interface Answers {
  readCard: {
    contactId: string;
    at: string;
    language: 'en' | 'fr';
    mode: 'observe' | 'live' | 'paused';
    rehearsed: boolean;
    judged: boolean;
    status: string;
    statusText: string;
    stageText: string;
    summary: string;
    score: {
      total: number;
      fit: number;
      engagement: number;
      grade: string;
      parts: { label: string; points: number }[];
    } | null;
    why: string[];
    whyNotYet: string[];
    whatWouldItTake: string[];
    clocks: {
      clause: string;
      label: string;
      status:
        | 'running'
        | 'warned'
        | 'breached'
        | 'paused'
        | 'met'
        | 'metLate'
        | 'metKnownLate'
        | 'excused'
        | 'ended';
      dueAt: string | null;
      minutesLeft: number | null;
    }[];
    may: { answer: boolean; handOver: boolean; recycle: boolean };
    rejectReasons: { id: string; label: string }[];
    tracks: { id: string; label: string }[];
  };
  askHandOver: { asked: true; at: string };
  askRecycle: { asked: true; at: string };
  readSettings: {
    language: 'en' | 'fr';
    isAdmin: boolean;
    sides: ('marketing' | 'sales')[];
    console: string;
    portal: {
      portalId: string;
      status: 'active' | 'parked' | 'uninstalled';
      statusReason: string;
      mode: 'observe' | 'live' | 'paused';
      language: 'en' | 'fr';
      timeZone: string;
      effects: Record<string, { enabled: boolean; since: string | null }>;
      provisionedAt: string | null;
      installedAt: string;
      baselineAt: string;
      regime: number;
      uniqueTaskKey: boolean;
      agreement: { id: string; version: number } | null;
      backfill: { done: boolean; leads: number; toJudge: number };
      leads: {
        byStatus: Record<string, number>;
        byStage: Record<string, number>;
        byGrade: Record<string, number>;
      };
      events: { accepted: number; duplicated: number; setAside: number; echoed: number };
      parked: number;
      withheld: number;
      openTasks: number;
      blockedStages: string[];
      unread: {
        object: 'deals' | 'leads' | 'users' | 'lists';
        because: 'notGranted' | 'refused' | 'missing';
        scope: string;
        note: string;
      }[];
      failing: {
        because: 'FAILURES' | 'EDGE_FAULT' | 'PORTAL_MOVING';
        failures: number;
        restUntil: string | null;
      } | null;
      unwritten: {
        object: 'contacts' | 'tasks';
        because: 'MISSING_SCOPES' | 'FORBIDDEN';
        changes: number;
        note: string;
      }[];
      uncalled: { because: 'EXPIRED' | 'REFUSED'; steps: number; lastAt: string; note: string }[];
      unreadableTimes: { ownerId: string; name: string; properties: string[]; note: string }[];
      setBacks: { property: string; source: string; times: number; leads: number }[];
    };
    scopes: { missing: { scope: string; required: boolean; use: string }[]; grantUrl: string };
    withheld: { effect: string; target: string; changes: number; overwriting: number }[];
    channels: {
      email: boolean;
      webhooks: {
        side: 'marketing' | 'sales';
        team: string;
        channel: 'slack' | 'teams';
        host: string;
        setAt: string;
      }[];
    } | null;
  };
  readObserveReport: {
    since: string;
    days: number;
    handOvers: { ownerId: string; name: string; day: string; count: number }[];
    stages: { from: { value: string; text: string }; to: { value: string; text: string }; leads: number }[];
    writers: {
      property: string;
      source: string;
      sourceId: string;
      name: string;
      own: boolean;
      changes: number;
      lastAt: string;
    }[];
  };
  readBacklog: {
    total: number;
    plan: {
      perRepAndDay: number;
      leads: number;
      reps: number;
      perDay: number;
      days: number | null;
      sentence: string;
    };
    items: {
      place: number;
      leadId: string;
      contactId: string;
      ownerId: string;
      grade: string;
      score: number;
      putOffUntil: string | null;
      reason: string;
    }[];
    next: string | null;
  };
  listReleases: {
    items: {
      id: string;
      state: 'running' | 'paused' | 'stopped' | 'done';
      perRepAndDay: number;
      limit: number | null;
      startedBy: string;
      startedByName: string;
      startedAt: string;
      endedAt: string | null;
      endedBy: string;
      nextAt: string | null;
      released: number;
      waiting: number;
      days: { day: string; reps: { ownerId: string; released: number }[] }[];
      sentence: string;
    }[];
    next: string | null;
  };
  startRelease: { id: string };
  stopRelease: { at: string; released: number };
  switchEffect: {
    changed: boolean;
    mode: 'observe' | 'live' | 'paused';
    effect: 'scores' | 'stage' | 'owner' | 'tasks' | 'consequences';
    enabled: boolean;
  };
  pausePortal: { changed: boolean; mode: 'observe' | 'live' | 'paused' };
  resumePortal: { changed: boolean; mode: 'observe' | 'live' | 'paused' };
  provisionPortal: {
    provisioned: boolean;
    uniqueTaskKey: boolean;
    conflicts: { object: 'contact' | 'task'; name: string; code: string; message: string }[];
  };
  disconnectPortal: {
    uninstall: 'done' | 'before';
    tasksClosed: number;
    propertiesCleared: number;
    propertiesKept: { name: string; message: string }[];
    erased: Record<string, number>;
    summary: string;
  };
  readRoles: {
    grants: {
      subjectKind: 'user' | 'team';
      subject: string;
      role: 'admin' | 'marketing' | 'sales' | 'reader';
    }[];
    people: {
      userId: string;
      name: string;
      email: string;
      roles: ('admin' | 'marketing' | 'sales' | 'rep' | 'reader')[];
    }[];
    teams: string[];
  };
  setRoles: {
    grants: {
      subjectKind: 'user' | 'team';
      subject: string;
      role: 'admin' | 'marketing' | 'sales' | 'reader';
    }[];
    people: {
      userId: string;
      name: string;
      email: string;
      roles: ('admin' | 'marketing' | 'sales' | 'rep' | 'reader')[];
    }[];
    teams: string[];
  };
  readRetention: { decisionsKeepDays: number; eventsKeepDays: number };
  setRetention: { decisionsKeepDays: number; eventsKeepDays: number };
  eraseContact: { isNew: boolean; hashes: string[] };
  readErasure: { hash: string; requestedAt: string; erasedAt: string | null; dropped: number };
  setLanguage: { changed: boolean; language: 'en' | 'fr' };
  setChannel: {
    email: boolean;
    webhooks: {
      side: 'marketing' | 'sales';
      team: string;
      channel: 'slack' | 'teams';
      host: string;
      setAt: string;
    }[];
  };
  listVersions: {
    items: {
      agreementId: string;
      version: number;
      status: 'draft' | 'proposed' | 'signed' | 'active' | 'superseded' | 'withdrawn' | 'reverted';
      language: 'en' | 'fr';
      contentHash: string;
      createdAt: string;
      proposedAt: string | null;
      startsAt: string | null;
      activatesAt: string | null;
      activeFrom: string | null;
    }[];
    periods: {
      agreementId: string;
      version: number;
      from: string;
      until: string | null;
      cause: 'install' | 'activate' | 'revert';
    }[];
    findings: { agreementId: string; version: number; problem: string }[];
  };
  readVersion: {
    agreementId: string;
    version: number;
    status: 'draft' | 'proposed' | 'signed' | 'active' | 'superseded' | 'withdrawn' | 'reverted';
    language: 'en' | 'fr';
    contentHash: string;
    createdAt: string;
    proposedAt: string | null;
    startsAt: string | null;
    activatesAt: string | null;
    activeFrom: string | null;
    document: string;
    previousHash: string;
    signatories: {
      side: 'marketing' | 'sales';
      delegate: boolean;
      name: string | null;
      email: string | null;
      fromDay: string | null;
      untilDay: string | null;
    }[];
    signatures: { side: 'marketing' | 'sales'; userId: string; signedAt: string; valid: boolean }[];
    fault: string | null;
    revertWish: { actor: string; at: string; reason: string; tell?: 'marketing' | 'sales' } | null;
  };
  uploadDraft: {
    version: number;
    problems: {
      path: string;
      line: number;
      column: number;
      code: string;
      params: Record<string, unknown>;
      problem: string;
      suggestion?: string;
    }[];
    notes: {
      path: string;
      line: number;
      column: number;
      code: string;
      params: Record<string, unknown>;
      problem: string;
      suggestion?: string;
    }[];
    notYetRun: unknown[];
  };
  readMapping: {
    base: { version: number; isDraft: boolean; hash: string };
    inForce: number | null;
    reasons: { id: string; label: string }[];
    leadStatus: {
      value: string;
      label: string;
      known: boolean;
      draft: string;
      inForce: string;
      proposed: string;
    }[];
    hubspotLeads: {
      stages: {
        value: string;
        label: string;
        known: boolean;
        draft: string;
        inForce: string;
        proposed: string;
      }[];
      reasons: {
        value: string;
        label: string;
        known: boolean;
        draft: string;
        inForce: string;
        proposed: string;
      }[];
    } | null;
    dealCreated: { draft: boolean; inForce: boolean };
    stages: { stage: 'lead' | 'mql' | 'sql' | 'opportunity'; draft: string; inForce: string }[];
    lifecycle: { value: string; label: string }[];
    fields: {
      object: 'contact' | 'company';
      field: string;
      label: string;
      type: 'string' | 'number' | 'bool' | 'date' | 'datetime' | 'enumeration' | 'multi';
      draft: string;
      inForce: string;
      proposed: string;
    }[];
    properties: {
      contact: {
        value: string;
        label: string;
        type: 'string' | 'number' | 'bool' | 'date' | 'datetime' | 'enumeration' | 'multi';
      }[];
      company: {
        value: string;
        label: string;
        type: 'string' | 'number' | 'bool' | 'date' | 'datetime' | 'enumeration' | 'multi';
      }[];
    };
    outputs: {
      output:
        | 'score'
        | 'fit'
        | 'engagement'
        | 'grade'
        | 'engagementLevel'
        | 'persona'
        | 'completeness'
        | 'missingFields'
        | 'missingDue'
        | 'nurtureTrack'
        | 'maturity'
        | 'theme'
        | 'reentryDate'
        | 'relaunch'
        | 'priority'
        | 'agreementVersion'
        | 'handOverStatus'
        | 'handOverDate'
        | 'cycle'
        | 'nextStep'
        | 'slaStatus'
        | 'slaDue'
        | 'stageReason';
      label: string;
      own: string;
      draft: 'own' | 'off' | { property: string; overwrite: true };
      inForce: 'own' | 'off' | { property: string; overwrite: true };
      kinds: number[];
    }[];
    targets: { value: string; label: string; kind: number }[];
  };
  changeMapping: {
    version: number;
    problems: {
      path: string;
      line: number;
      column: number;
      code: string;
      params: Record<string, unknown>;
      problem: string;
      suggestion?: string;
    }[];
    notes: {
      path: string;
      line: number;
      column: number;
      code: string;
      params: Record<string, unknown>;
      problem: string;
      suggestion?: string;
    }[];
    notYetRun: unknown[];
    changes: { part: string; path: string; text: string }[] | null;
  };
  diffVersions: { from: number; to: number; changes: { part: string; path: string; text: string }[] };
  renderVersion: {
    version: number;
    contentHash: string;
    format: 'html' | 'markdown';
    language: 'en' | 'fr';
    text: string;
  };
  previewVersion: {
    agreementId: string;
    against: number | null;
    previewHash: string;
    token: string;
    at: string;
    leads: number;
    inScope: number;
    changed: number;
    changedShare: number;
    blastLimit: number;
    overLimit: boolean;
    enterScope: number;
    leaveScope: number;
    baseline: number;
    qualify: { before: number; after: number };
    byGrade: { before: Record<string, number>; after: Record<string, number> };
    byStatus: { before: Record<string, number>; after: Record<string, number> };
    handOvers: { ownerId: string; day: string; count: number }[];
    tasks: { ownerId: string; day: string; count: number }[];
    moves: {
      contactId: string;
      from: { status: string; stage: string; grade: string; owner: string };
      to: { status: string; stage: string; grade: string; owner: string };
      reason: string;
    }[];
    movesLeftOut: number;
    notRead: string[];
  };
  readPreview: {
    agreementId: string;
    against: number | null;
    previewHash: string;
    token: string;
    at: string;
    leads: number;
    inScope: number;
    changed: number;
    changedShare: number;
    blastLimit: number;
    overLimit: boolean;
    enterScope: number;
    leaveScope: number;
    baseline: number;
    qualify: { before: number; after: number };
    byGrade: { before: Record<string, number>; after: Record<string, number> };
    byStatus: { before: Record<string, number>; after: Record<string, number> };
    handOvers: { ownerId: string; day: string; count: number }[];
    tasks: { ownerId: string; day: string; count: number }[];
    moves: {
      contactId: string;
      from: { status: string; stage: string; grade: string; owner: string };
      to: { status: string; stage: string; grade: string; owner: string };
      reason: string;
    }[];
    movesLeftOut: number;
    notRead: string[];
  };
  proposeVersion: { version: number; contentHash: string };
  signVersion: { version: number; side: 'marketing' | 'sales'; complete: boolean };
  activateVersion: { version: number; status: 'active' | 'signed'; from: string };
  withdrawVersion: { version: number };
  revertVersion: {
    version: number;
    to: number;
    state: 'prepared' | 'reverted';
    tell: 'marketing' | 'sales' | null;
  };
}
