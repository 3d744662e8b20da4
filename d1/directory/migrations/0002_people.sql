CREATE TABLE people (
  email_hmac TEXT NOT NULL,
  region TEXT NOT NULL,
  PRIMARY KEY (email_hmac, region)
);
