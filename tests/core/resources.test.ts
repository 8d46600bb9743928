import { describe, expect, test } from 'vitest';
import { addresses, operationsOf, resourceNames } from '../../core/resources.ts';
import { routes } from '../../core/routes/index.ts';
import * as runnerRoutes from '../../core/routes/runner.ts';

const at = (path: string) => addresses().find((address) => address.path === path);

describe('the addresses of the API', () => {
  test('are those of the route table, each once', () => {
    const paths = addresses().map(({ path }) => path.replace('{name+}', '{name}'));
    expect(new Set(paths)).toEqual(new Set(Object.values({ ...routes, ...runnerRoutes }).map(({ path }) => path)));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('gather the methods of one path, HEAD beside GET', () => {
    expect(at('/v1/scripts/{script}')).toEqual({
      path: '/v1/scripts/{script}',
      methods: ['GET', 'HEAD', 'PATCH', 'DELETE'],
      resource: 'scripts',
      open: false,
    });
  });

  test("take the rest of the path as an artifact's name", () => {
    expect(at('/v1/runs/{run}/artifacts/{name+}')).toMatchObject({ resource: 'runs', open: false });
  });

  test('stand open only where a route has no scope', () => {
    const open = addresses().filter((address) => address.open && address.resource !== 'runner');
    expect(open.map(({ path }) => path)).toEqual(['/messages/{token}', '/unsubscribe/{token}', '/healthz']);
  });

  test('belong to resources that share all operations among them', () => {
    const shared = resourceNames.flatMap(operationsOf);
    expect(shared.toSorted()).toEqual(Object.keys({ ...routes, ...runnerRoutes }).toSorted());
  });
});
