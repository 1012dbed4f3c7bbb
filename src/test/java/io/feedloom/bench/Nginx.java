package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An nginx on loopback for comparison, which serves files of a temporary folder. */
record Nginx(Child child, int port) implements AutoCloseable {

  /**
   * Starts nginx with a body at {@code /feed.atom}, and its gzip form for clients that accept it.
   */
  static Nginx start(Path folder, byte[] plain, byte[] gzip)
      throws IOException, InterruptedException {
    var site = Files.createDirectories(folder.resolve("site"));
    Files.write(site.resolve("feed.atom"), plain);
    Files.write(site.resolve("feed.atom.gz"), gzip);
    int port = Http.freePort();
    var conf = Files.writeString(folder.resolve("nginx.conf"), conf(folder, site, port));
    var child =
        Child.start(
            List.of("nginx", "-p", folder.toString(), "-c", conf.toString()),
            folder.resolve("nginx.log"));
    Http.awaitReady(port, "/feed.atom", child);
    return new Nginx(child, port);
  }

  private static String conf(Path folder, Path site, int port) {
    return """
    user root;
    daemon off;
    worker_processes auto;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      keepalive_requests 100000000;
      open_file_cache max=100;
      types { application/atom+xml atom; }
      client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
      uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
      server {
        listen 127.0.0.1:%3$d;
        root %2$s;
        gzip_static on;
      }
    }
    """
        .formatted(folder, site, port);
  }

  @Override
  public void close() {
    child.close();
  }
}
