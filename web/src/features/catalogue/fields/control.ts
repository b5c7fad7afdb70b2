/** What antd's Form hands to the control inside an item. */
export interface Control<T> {
  id?: string;
  value?: T;
  onChange?: (value: T) => void;
}
