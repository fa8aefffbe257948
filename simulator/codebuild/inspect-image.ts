import { sha256 } from '../ecr/container-image.ts';
import type { LocalImage } from './docker-daemon.ts';

/** `docker image inspect`, the fields a build asks for. */
export function inspection({ image, repoDigests }: LocalImage, name: string) {
  const [Os, Architecture] = image.platform.split('/');
  return {
    Id: sha256(JSON.stringify(image)),
    RepoTags: name.includes('@') ? [] : [name],
    RepoDigests: [...repoDigests].sort(),
    Os,
    Architecture,
    ...(Architecture === 'arm64' ? { Variant: 'v8' } : {}),
    Config: {
      User: image.user,
      ExposedPorts: image.exposedPorts.length > 0 ? Object.fromEntries(image.exposedPorts.map((port) => [port, {}])) : undefined,
      Env: Object.entries(image.env).map(([key, value]) => `${key}=${value}`),
      Cmd: image.cmd,
      Entrypoint: image.entrypoint.length > 0 ? image.entrypoint : null,
      WorkingDir: image.workdir,
      Labels: image.labels,
    },
  };
}

/** The part of Go templates people use with --format: `{{.A.B}}`, `{{json .A}}`, `{{index .A 0}}`, `{{index .A "key"}}`. */
export function goTemplate(template: string, value: unknown, indent = 0): string {
  return template.replace(/\{\{\s*(?:(json|index)\s+)?(\.[\w.]*)(?:\s+("[^"]*"|\d+))?\s*\}\}/g, (_, how, path: string, key) => {
    const found = path
      .split('.')
      .filter(Boolean)
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);
    if (how === 'json') return JSON.stringify(found ?? null, null, indent);
    if (how !== 'index') return found === undefined ? '<no value>' : String(found);
    const element = (found as Record<string, unknown> | undefined)?.[String(key).replaceAll('"', '')];
    if (element === undefined && Array.isArray(found))
      throw new Error(
        `template parsing error: template: :1:2: executing "" at <index ${path} ${key}>: error calling index: reflect: slice index out of range`,
      );
    return element === undefined ? '' : String(element);
  });
}
