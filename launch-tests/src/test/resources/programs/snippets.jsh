import io.manyhands.*
import java.util.concurrent.ExecutionException
var workers = Workers.processes(1)
record Order(String product, int amount) implements java.io.Serializable {}
class Declined extends Exception { Declined(Order order) { super("No " + order.product() + " is left"); } }
<T> T there(Task<T> task) throws Exception { return workers.submit(task).get(); }
void print(String what, Object value) { System.out.println(what + "=" + value); }
print("lambda", workers.submit(() -> 42).get())
int more(int amount) { return amount + 1; }
Order more(Order order) throws Exception { return there(() -> new Order(order.product(), more(order.amount()))); }
print("method", more(new Order("tea", 3)))
int more(int amount) { return amount + 10; }
print("redefined", more(new Order("tea", 3)))
try { there(() -> { throw new Declined(new Order("tea", 3)); }); } catch (ExecutionException e) { print("exception", (e.getCause() instanceof Declined) + ", " + e.getCause().getMessage()); }
int amount = 7
String refusal(Task<?> task) { try { return "not, but " + workers.submit(task); } catch (TaskNotSerializableException e) { return e.getMessage(); } }
print("refused", refusal(() -> amount + 1))
int withAmount(int more) { return amount + more; }
print("refused", refusal(() -> withAmount(1)))
class Lazy { static int start = amount; int amount() { return start; } }
print("refused", refusal(() -> new Lazy().amount()))
Task<Integer> named = () -> amount
print("refused", refusal(named))
print("refused", refusal(() -> named.call()))
String inner() { Task<Integer> local = () -> amount; return refusal(() -> local.call()); }
print("refused", inner())
interface Amount extends java.io.Serializable { int get(); }
class Stored implements Amount { public int get() { return amount; } }
int get(Amount stored) throws Exception { return there(() -> stored.get()); }
try { print("not refused", get(new Stored())); } catch (ExecutionException e) { print("failed", e.getCause()); }
{ int copy = amount; print("copied", there(() -> copy + 1)); }
int plusOne(int given) throws Exception { return there(() -> given + 1); }
print("given", plusOne(amount))
Task<Integer> kept = () -> 5
print("kept", there(kept))
try (var results = workers.map(List.of(1, 2, 3), item -> item * 2)) { print("map", results.stream().toList()); }
print("worker", there(() -> ProcessHandle.current().pid()))
