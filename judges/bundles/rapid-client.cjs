// Stands where AWS's runtime keeps its compiled HTTP client (src/native/rapid-client.cc: next, done, error), because that
// one needs cmake and curl. Only the transport is ours: the documented Runtime API, version 2018-06-01.
const { Agent, request } = require('node:http');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** The compiled client blocks until its answer is taken; here the next question waits for it. */
let sent = Promise.resolve();

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const options = { host, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}` };
    request(options, (response) => {
      let bodyJson = '';
      response
        .setEncoding('utf8')
        .on('data', (text) => {
          bodyJson += text;
        })
        .on('end', () => resolve({ bodyJson, headers: response.headers }));
    })
      .on('error', reject)
      .end(body);
  });
}

module.exports = {
  next: () => sent.then(() => call('GET', 'next')),
  done(id, body) {
    sent = call('POST', `${id}/response`, body);
  },
  error(id, body) {
    sent = call('POST', `${id}/error`, body);
  },
};
