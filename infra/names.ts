/** ARNs of what the control plane is made of, as grants and environment variables name them. */
export interface Names {
  readonly table: string;
  readonly bucket: string;
  readonly bus: string;
  readonly stackRole: string;
  readonly boundary: string;
  readonly builders: { readonly X86_64: string; readonly ARM64: string };
  readonly machines: { readonly Deploy: string; readonly Teardown: string };
}
