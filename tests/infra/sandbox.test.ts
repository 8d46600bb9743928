import { expect, test } from 'vitest';
import * as z from 'zod';
import { runnerContainer } from '../../core/sandbox.ts';
import { absent, only, template } from './synthesize.ts';

const container = z.object({
  Name: z.string(),
  ReadonlyRootFilesystem: z.boolean(),
  Privileged: z.boolean(),
  StopTimeout: z.int(),
  Environment: absent,
  Secrets: absent,
  PortMappings: absent,
  LinuxParameters: z.object({ Capabilities: z.object({ Drop: z.array(z.string()), Add: absent }) }),
  MountPoints: z.array(z.object({ SourceVolume: z.string(), ContainerPath: z.string(), ReadOnly: z.boolean() })),
  LogConfiguration: z.object({ LogDriver: z.string(), Options: z.record(z.string(), z.unknown()) }),
});
const definition = z.object({
  TaskRoleArn: absent,
  RequiresCompatibilities: z.tuple([z.literal('FARGATE')]),
  RuntimePlatform: z.object({ CpuArchitecture: z.string() }),
  Volumes: z.array(z.object({ Name: z.string(), Host: absent, EFSVolumeConfiguration: absent })),
  ContainerDefinitions: z.tuple([container]),
});

function givenDefinition(architecture: 'arm64' | 'x86_64' = 'arm64') {
  return only(template({ knobs: { architecture } }), 'AWS::ECS::TaskDefinition', definition);
}

test('a task has no role, so there are no credentials in it', () => {
  expect(givenDefinition().TaskRoleArn).toBeUndefined();
});

test('its root is read-only; what may be written lies on its own disk', () => {
  const { ContainerDefinitions, Volumes } = givenDefinition();
  const [{ ReadonlyRootFilesystem, Privileged, MountPoints }] = ContainerDefinitions;
  expect([ReadonlyRootFilesystem, Privileged]).toEqual([true, false]);
  expect(MountPoints.map(({ ContainerPath }) => ContainerPath)).toEqual(['/var/runlet', '/tmp']);
  expect(MountPoints.map(({ SourceVolume }) => SourceVolume)).toEqual(Volumes.map(({ Name }) => Name));
});

test('it knows no secret until it is launched, and listens to nothing', () => {
  const [{ Name, Environment, Secrets, PortMappings }] = givenDefinition().ContainerDefinitions;
  expect(Name).toBe(runnerContainer);
  expect([Environment, Secrets, PortMappings]).toEqual([undefined, undefined, undefined]);
});

test('it is given as long to end as ECS allows', () => {
  expect(givenDefinition().ContainerDefinitions[0].StopTimeout).toBe(120);
});

test('of the capabilities of root it keeps those only by which the runner makes walls and ends processes', () => {
  const { Drop } = givenDefinition().ContainerDefinitions[0].LinuxParameters.Capabilities;
  expect(Drop).toEqual(['AUDIT_WRITE', 'FSETID', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW', 'SETFCAP', 'SYS_CHROOT']);
});

test('the architecture is a knob', () => {
  expect(givenDefinition().RuntimePlatform.CpuArchitecture).toBe('ARM64');
  expect(givenDefinition('x86_64').RuntimePlatform.CpuArchitecture).toBe('X86_64');
});
