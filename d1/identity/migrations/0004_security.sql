ALTER TABLE session ADD COLUMN tenant_id TEXT;
ALTER TABLE session ADD COLUMN country TEXT;
ALTER TABLE session ADD COLUMN support_grant_id TEXT;
CREATE TABLE security_events (
  id TEXT PRIMARY KEY NOT NULL,
  tenant TEXT,
  user TEXT,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  ip TEXT,
  country TEXT,
  user_agent TEXT,
  request_id TEXT,
  detail TEXT NOT NULL
);
CREATE INDEX security_events_by_tenant ON security_events (tenant, at);
CREATE INDEX security_events_by_user ON security_events (user, at);
CREATE INDEX security_events_by_time ON security_events (at);
CREATE TABLE pending_sign_ups (
  token_hash TEXT PRIMARY KEY NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  tenant_name TEXT NOT NULL,
  tenant_slug TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX pending_sign_ups_by_time ON pending_sign_ups (expires_at);
