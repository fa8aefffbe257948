import { expect, it } from 'vitest';
import { secretIn } from '../../../domain/spec/secret-value.ts';

// Put together here, so that no scanner takes this file for a leak.
const of = (head: string, length: number) => head + 'Ab1'.repeat(length).slice(0, length);

it.each([
  ['AKIAIOSFODNN7EXAMPLE', 'an AWS access key'],
  ['export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE;', 'an AWS access key'],
  [of('dckr_pat_', 27), 'a Docker Hub access token'],
  [of('ghp_', 36), 'a GitHub token'],
  [`Bearer ${of('gho_', 36)}`, 'a GitHub token'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', 'a private key'],
  ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'a private key'],
  [of('xoxb-', 24), 'a Slack token'],
  ['postgres://ada:lovelace@db.example.com/shop', 'a URL with a password'],
  ['redis://user:p4ss@cache:6379/0', 'a URL with a password'],
])('%s looks like %s', (text, kind) => {
  expect(secretIn(text)).toBe(kind);
});

it.each([
  '',
  'AKIA',
  'AKIAIOSFODNN7EXAMPLEWITHMORE',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dockerhub-Ab12Cd',
  'https://example.com:8080/path',
  'postgres://db.example.com/shop',
  'https://ada@example.com/',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----',
  'ghp_short',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1',
])('%s looks like none', (text) => {
  expect(secretIn(text)).toBeUndefined();
});
