import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.ingest.common.IngestCommonPlugin;
import org.opensearch.join.ParentJoinPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.percolator.PercolatorPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.script.mustache.MustachePlugin;
import org.opensearch.search.aggregations.matrix.MatrixAggregationPlugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * A single OpenSearch node from the published jars, with the modules every OpenSearch distribution has.
 * Arguments: the home folder, the port, and class names of further plugins, whose settings config/opensearch.yml in the
 * home folder may hold. It stops when told to, and when its standard input ends: the process that started it holds the
 * other end, so the node never outlives it, however that process dies.
 */
public final class OpenSearchNode extends Node {
  private static final List<Class<? extends Plugin>> MODULES =
      List.of(
          Netty4Plugin.class,
          CommonAnalysisPlugin.class,
          IngestCommonPlugin.class,
          PainlessPlugin.class,
          ReindexPlugin.class,
          MapperExtrasPlugin.class,
          ParentJoinPlugin.class,
          PercolatorPlugin.class,
          MatrixAggregationPlugin.class,
          MustachePlugin.class);

  private OpenSearchNode(Settings settings, List<Class<? extends Plugin>> plugins) {
    super(
        InternalSettingsPreparer.prepareEnvironment(settings, Collections.emptyMap(), null, () -> "local-stage"),
        plugins,
        false);
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Settings settings =
        Settings.builder()
            .put("cluster.name", "siem-local")
            .put("path.home", home)
            .put("path.data", home.resolve("data"))
            .put("path.logs", home.resolve("logs"))
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[1])
            .put("transport.port", "0")
            .put("discovery.type", "single-node")
            // A laptop's disk is often fuller than the default watermarks allow; a full disk still fails loudly.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("action.auto_create_index", true)
            .build();
    CountDownLatch stopped = new CountDownLatch(1);
    List<Class<? extends Plugin>> plugins = new ArrayList<>(MODULES);
    for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
      plugins.add(Class.forName(name).asSubclass(Plugin.class));
    }
    OpenSearchNode node = new OpenSearchNode(settings, plugins);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, stopped)));
    exitWhenInputEnds();
    node.start();
    stopped.await();
  }

  private static void exitWhenInputEnds() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException ignored) {
                // An unreadable input is an ended one.
              }
              System.exit(0);
            },
            "parent-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void close(Node node, CountDownLatch stopped) {
    try {
      node.close();
    } catch (IOException error) {
      error.printStackTrace();
    } finally {
      stopped.countDown();
    }
  }
}
