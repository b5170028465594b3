import http from 'http';

/** What somebody would write in a script with nothing but Node: the scale for the extension's own figures. */
export function bareRequest(
  url: string,
  options: http.RequestOptions,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Fetches all pages of product 13, `parallel` at a time. @returns How many rows came. */
export async function bareLoadAll(baseUrl: string, authorization: string, parallel: number): Promise<number> {
  return (await bareRows(baseUrl, authorization, parallel)).length;
}

/** Fetches all pages of product 13 and then the details of each row, `parallel` at a time. */
export async function bareReadDetails(
  baseUrl: string,
  authorization: string,
  parallel: number,
): Promise<number> {
  const rows = await bareRows(baseUrl, authorization, parallel);
  const details: unknown[] = [];
  let next = 0;
  const worker = async () => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      const url = `${baseUrl}/product/openapi/instance_product/v1/detail?productId=13&productNo=${row.productNo}`;
      const { text } = await bareRequest(url, { headers: headersWith(authorization) });
      details.push(JSON.parse(text));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return details.length;
}

interface BareRow {
  readonly productNo: string;
}

const headersWith = (authorization: string) => ({ 'User-Agent': 'OpenAPI', Authorization: authorization });

async function bareRows(baseUrl: string, authorization: string, parallel: number): Promise<BareRow[]> {
  const page = async (pageNo: number) => {
    const url = `${baseUrl}/product/openapi/instance_product/v1/client/instance_product_list?productId=13&pageNo=${pageNo}&pageSize=25`;
    const { text } = await bareRequest(url, { headers: headersWith(authorization) });
    return JSON.parse(text) as { result: { totalPage: number; results: BareRow[] } };
  };
  const first = await page(1);
  const rows = [...first.result.results];
  let next = 2;
  const worker = async () => {
    while (next <= first.result.totalPage) {
      const { result } = await page(next++);
      rows.push(...result.results);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return rows;
}
