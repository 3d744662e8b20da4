CREATE TABLE user (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  email_verified INTEGER NOT NULL,
  image TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  two_factor_enabled INTEGER
);
CREATE TABLE session (
  id TEXT PRIMARY KEY NOT NULL,
  expires_at INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ip_address TEXT,
  user_agent TEXT,
  user_id TEXT NOT NULL
);
CREATE INDEX session_by_user_id ON session (user_id);
CREATE TABLE account (
  id TEXT PRIMARY KEY NOT NULL,
  account_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  access_token TEXT,
  refresh_token TEXT,
  id_token TEXT,
  access_token_expires_at INTEGER,
  refresh_token_expires_at INTEGER,
  scope TEXT,
  password TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX account_by_user_id ON account (user_id);
CREATE TABLE verification (
  id TEXT PRIMARY KEY NOT NULL,
  identifier TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX verification_by_identifier ON verification (identifier);
CREATE TABLE two_factor (
  id TEXT PRIMARY KEY NOT NULL,
  secret TEXT NOT NULL,
  backup_codes TEXT NOT NULL,
  user_id TEXT NOT NULL,
  verified INTEGER,
  failed_verification_count INTEGER,
  locked_until INTEGER
);
CREATE INDEX two_factor_by_secret ON two_factor (secret);
CREATE INDEX two_factor_by_user_id ON two_factor (user_id);
CREATE TABLE passkey (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT,
  public_key TEXT NOT NULL,
  user_id TEXT NOT NULL,
  credential_id TEXT NOT NULL,
  counter INTEGER NOT NULL,
  device_type TEXT NOT NULL,
  backed_up INTEGER NOT NULL,
  transports TEXT,
  created_at INTEGER,
  aaguid TEXT
);
CREATE INDEX passkey_by_user_id ON passkey (user_id);
CREATE INDEX passkey_by_credential_id ON passkey (credential_id);
CREATE TABLE jwks (
  id TEXT PRIMARY KEY NOT NULL,
  public_key TEXT NOT NULL,
  private_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  alg TEXT,
  crv TEXT
);
CREATE TABLE oauth_client (
  id TEXT PRIMARY KEY NOT NULL,
  client_id TEXT NOT NULL UNIQUE,
  client_secret TEXT,
  client_discovery_id TEXT,
  disabled INTEGER,
  skip_consent INTEGER,
  enable_end_session INTEGER,
  subject_type TEXT,
  scopes TEXT,
  client_credentials_scopes TEXT,
  user_id TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  name TEXT,
  uri TEXT,
  icon TEXT,
  contacts TEXT,
  tos TEXT,
  policy TEXT,
  software_id TEXT,
  software_version TEXT,
  software_statement TEXT,
  redirect_uris TEXT NOT NULL,
  post_logout_redirect_uris TEXT,
  backchannel_logout_uri TEXT,
  backchannel_logout_session_required INTEGER,
  token_endpoint_auth_method TEXT,
  application_type TEXT,
  jwks TEXT,
  jwks_uri TEXT,
  grant_types TEXT,
  response_types TEXT,
  require_pkce INTEGER,
  dpop_bound_access_tokens INTEGER,
  reference_id TEXT,
  metadata TEXT
);
CREATE INDEX oauth_client_by_user_id ON oauth_client (user_id);
CREATE TABLE oauth_resource (
  id TEXT PRIMARY KEY NOT NULL,
  identifier TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  access_token_ttl INTEGER,
  refresh_token_ttl INTEGER,
  signing_algorithm TEXT,
  signing_key_id TEXT,
  allowed_scopes TEXT,
  custom_claims TEXT,
  dpop_bound_access_tokens_required INTEGER,
  disabled INTEGER,
  created_at INTEGER,
  updated_at INTEGER,
  policy_version INTEGER,
  metadata TEXT
);
CREATE TABLE oauth_client_resource (
  id TEXT PRIMARY KEY NOT NULL,
  client_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  metadata TEXT,
  created_at INTEGER
);
CREATE INDEX oauth_client_resource_by_client_id ON oauth_client_resource (client_id);
CREATE INDEX oauth_client_resource_by_resource_id ON oauth_client_resource (resource_id);
CREATE TABLE oauth_refresh_token (
  id TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  session_id TEXT,
  user_id TEXT NOT NULL,
  reference_id TEXT,
  authorization_code_id TEXT,
  resources TEXT,
  requested_user_info_claims TEXT,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked INTEGER,
  rotated_at INTEGER,
  rotation_replay_response TEXT,
  rotation_replay_expires_at INTEGER,
  auth_time INTEGER,
  confirmation TEXT,
  scopes TEXT NOT NULL
);
CREATE INDEX oauth_refresh_token_by_client_id ON oauth_refresh_token (client_id);
CREATE INDEX oauth_refresh_token_by_session_id ON oauth_refresh_token (session_id);
CREATE INDEX oauth_refresh_token_by_user_id ON oauth_refresh_token (user_id);
CREATE INDEX oauth_refresh_token_by_authorization_code_id ON oauth_refresh_token (authorization_code_id);
CREATE TABLE oauth_access_token (
  id TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  session_id TEXT,
  user_id TEXT,
  reference_id TEXT,
  authorization_code_id TEXT,
  resources TEXT,
  requested_user_info_claims TEXT,
  refresh_id TEXT,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked INTEGER,
  confirmation TEXT,
  scopes TEXT NOT NULL
);
CREATE INDEX oauth_access_token_by_client_id ON oauth_access_token (client_id);
CREATE INDEX oauth_access_token_by_session_id ON oauth_access_token (session_id);
CREATE INDEX oauth_access_token_by_user_id ON oauth_access_token (user_id);
CREATE INDEX oauth_access_token_by_authorization_code_id ON oauth_access_token (authorization_code_id);
CREATE INDEX oauth_access_token_by_refresh_id ON oauth_access_token (refresh_id);
CREATE TABLE oauth_consent (
  id TEXT PRIMARY KEY NOT NULL,
  client_id TEXT NOT NULL,
  user_id TEXT,
  reference_id TEXT,
  resources TEXT,
  requested_user_info_claims TEXT,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX oauth_consent_by_client_id ON oauth_consent (client_id);
CREATE INDEX oauth_consent_by_user_id ON oauth_consent (user_id);
CREATE TABLE oauth_client_assertion (
  id TEXT PRIMARY KEY NOT NULL,
  expires_at INTEGER NOT NULL
);
