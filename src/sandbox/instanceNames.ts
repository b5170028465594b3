const cities = [
  'Lagos',
  'Nairobi',
  'Accra',
  'Cairo',
  'Johannesburg',
  'Dakar',
  'Casablanca',
  'Lyon',
  'Hamburg',
  'Kraków',
  'Lisbon',
  'Malmö',
  'Istanbul',
  'Mumbai',
  'Hà Nội',
  'Jakarta',
  '上海',
  'Osaka',
  'Manila',
  'Toronto',
  'Chicago',
  'São Paulo',
  'Bogotá',
  'Lima',
] as const;

const places = [
  'head office',
  'warehouse',
  'branch',
  'clinic',
  'hotel',
  'call centre',
  'showroom',
  'school',
  'workshop',
  'depot',
] as const;

/** Every city with every kind of place, then the same again with a number. */
export function nameOf(index: number): string {
  const city = cities[index % cities.length] ?? '';
  const place = places[(index * 7 + Math.floor(index / cities.length)) % places.length] ?? '';
  const round = Math.floor(index / (cities.length * places.length));
  return round === 0 ? `${city} ${place}` : `${city} ${place} ${round + 1}`;
}
