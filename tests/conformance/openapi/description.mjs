// SPDX-License-Identifier: LGPL-2.1-or-later
// An OpenAPI document, and whether a request or an answer is as it says.
import { Validator } from '@seriousme/openapi-schema-validator';
import requestValidator from 'openapi-request-validator';
import responseValidator from 'openapi-response-validator';

const RequestValidator = requestValidator.default ?? requestValidator;
const ResponseValidator = responseValidator.default ?? responseValidator;

// Resolves to what is wrong with the document itself.
export async function isDescriptionValid(document) {
  const result = await new Validator().validate(structuredClone(document));
  return result.valid ? [] : [JSON.stringify(result.errors)];
}

function describe(error) {
  const { errors } = error;
  return errors.map((one) => `${one.path ?? one.location ?? ''} ${one.message}`).join('; ');
}

// A query says numbers in digits.
function readQuery(parameters, search) {
  const query = {};
  for (const [name, text] of search) {
    const parameter = parameters.find((one) => one.name === name);
    const isNumber = parameter?.schema.type === 'integer' && /^-?\d+$/.test(text);
    query[name] = isNumber ? Number(text) : text;
  }
  return query;
}

// What stands in a path in the place of each {name}.
function readPath(path, pathname) {
  const values = pathname.split('/');
  return Object.fromEntries(path.split('/')
    .map((part, i) => [part, values[i]])
    .filter(([part]) => part.startsWith('{'))
    .map(([part, value]) => [part.slice(1, -1), value]));
}

export class Description {
  #operations = new Map(); // by path; there is one method for each

  static async load(document) {
    const validator = new Validator();
    const self = new Description();
    await validator.validate(structuredClone(document));
    const { paths } = validator.resolveRefs();
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods))
        self.#operations.set(path, { ...operation, method: method.toUpperCase() });
    return self;
  }

  // As the file names it: `/v1/snapshot/{id}` for one with an id in its place.
  namePath(pathname) {
    if (this.#operations.has(pathname))
      return pathname;
    return [...this.#operations.keys()].find((path) => path.includes('{') &&
      new RegExp(`^${path.replace(/\{[^}]*\}/g, '[^/]+')}$`).test(pathname)) ?? pathname;
  }

  #find(pathname) {
    return this.#operations.get(this.namePath(pathname));
  }

  listAnswers() {
    return [...this.#operations].flatMap(([path, operation]) =>
      Object.keys(operation.responses).map((status) => `${path} ${status}`));
  }

  // What is wrong with a request that head office was content with.
  checkRequest(method, target, body) {
    const url = new URL(target, 'http://localhost');
    const operation = this.#find(url.pathname);
    if (operation?.method !== method)
      return [`${method} ${url.pathname} is not described`];
    const parameters = operation.parameters ?? [];
    const params = readPath(this.namePath(url.pathname), url.pathname);
    const error = new RequestValidator({ parameters, requestBody: operation.requestBody })
      .validateRequest({
        headers: { 'content-type': 'application/json' },
        params,
        query: readQuery(parameters, url.searchParams),
        body: operation.requestBody ? JSON.parse(body) : undefined,
      });
    return error ? [`${method} ${target}: ${describe(error)}`] : [];
  }

  // What is wrong with an answer. Another method than that described is answered with its 405.
  checkAnswer(method, target, status, body, type = 'application/json') {
    const { pathname } = new URL(target, 'http://localhost');
    const operation = this.#find(pathname);
    const response = operation?.responses[status];
    if (!response || (operation.method !== method && status !== 405))
      return [`${method} ${pathname}: ${status} is not described`];
    if (!response.content)
      return body.length === 0 ? [] : [`${method} ${target}: ${status} has a body`];
    if (!response.content[type])
      return [`${method} ${target}: ${status}: ${type} is not described`];
    if (type !== 'application/json')
      return [];
    const { schema } = response.content[type];
    const error = new ResponseValidator({ responses: { [status]: { schema } } })
      .validateResponse(status, JSON.parse(body));
    return error ? [`${method} ${target}: ${status}: ${describe(error)}`] : [];
  }
}
